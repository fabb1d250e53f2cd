/** The restricted level of the pod security standards: what hardening asks for, beside the baseline. */
import type { Container } from '#shared/kinds/types.ts';
import { badSeccomp } from './baseline.ts';
import { containersOf, containersThat, hasOwnUsers, isWindows, named, setters, sorted, type Check } from './check.ts';

const VOLUME_TYPES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

export const restricted: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    check(spec) {
      const bad = isWindows(spec) ? [] : containersThat(spec, (k) => k.securityContext?.allowPrivilegeEscalation !== false);
      return bad.length
        ? {
            reason: 'allowPrivilegeEscalation != false',
            detail: `${named('container', bad)} must set securityContext.allowPrivilegeEscalation=false`,
          }
        : undefined;
    },
  },
  {
    id: 'capabilities_restricted',
    overrides: 'capabilities_baseline',
    check(spec) {
      if (isWindows(spec)) return undefined;
      const added = (k: Container) => (k.securityContext?.capabilities?.add ?? []).filter((c) => c !== 'NET_BIND_SERVICE');
      const keeping = containersThat(spec, (k) => !k.securityContext?.capabilities?.drop?.includes('ALL'));
      const adding = containersThat(spec, (k) => added(k).length > 0);
      const details = [
        ...(keeping.length ? [`${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
        ...(adding.length
          ? [
              `${named('container', adding)} must not include ${sorted(containersOf(spec).flatMap(added))} in securityContext.capabilities.add`,
            ]
          : []),
      ];
      return details.length ? { reason: 'unrestricted capabilities', detail: details.join('; ') } : undefined;
    },
  },
  {
    id: 'restrictedVolumes',
    overrides: 'hostPathVolumes',
    check(spec) {
      const bad = (spec.volumes ?? []).flatMap(({ name, ...source }) => {
        const type = Object.keys(source)[0] ?? 'unknown';
        return VOLUME_TYPES.has(type) ? [] : [{ name, type }];
      });
      const types = new Set(bad.map((v) => v.type));
      return bad.length
        ? {
            reason: 'restricted volume types',
            detail: `${named(
              'volume',
              bad.map((v) => v.name),
            )} ${bad.length > 1 ? 'use' : 'uses'} restricted volume type${types.size > 1 ? 's' : ''} ${sorted(types)}`,
          }
        : undefined;
    },
  },
  {
    id: 'runAsNonRoot',
    check(spec) {
      if (hasOwnUsers(spec)) return undefined;
      const pod = spec.securityContext?.runAsNonRoot;
      const own = (k: Container) => k.securityContext?.runAsNonRoot;
      const said = setters(
        pod === false,
        containersThat(spec, (k) => own(k) === false),
      );
      const reason = 'runAsNonRoot != true';
      if (said) return { reason, detail: `${said} must not set securityContext.runAsNonRoot=false` };
      const silent = pod === true ? [] : containersThat(spec, (k) => own(k) === undefined);
      return silent.length
        ? { reason, detail: `pod or ${named('container', silent)} must set securityContext.runAsNonRoot=true` }
        : undefined;
    },
  },
  {
    id: 'runAsUser',
    check(spec) {
      const said = hasOwnUsers(spec)
        ? ''
        : setters(
            spec.securityContext?.runAsUser === 0,
            containersThat(spec, (k) => k.securityContext?.runAsUser === 0),
          );
      return said ? { reason: 'runAsUser=0', detail: `${said} must not set runAsUser=0` } : undefined;
    },
  },
  {
    id: 'seccompProfile_restricted',
    overrides: 'seccompProfile_baseline',
    check(spec) {
      const { pod, containers, values } = badSeccomp(spec);
      if (isWindows(spec)) return undefined;
      if (values.length)
        return {
          reason: 'seccompProfile',
          detail: `${setters(pod, containers)} must not set securityContext.seccompProfile.type to ${sorted(values)}`,
        };
      const silent = spec.securityContext?.seccompProfile ? [] : containersThat(spec, (k) => !k.securityContext?.seccompProfile);
      return silent.length
        ? {
            reason: 'seccompProfile',
            detail: `pod or ${named('container', silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
          }
        : undefined;
    },
  },
];
