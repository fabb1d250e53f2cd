import type { Service } from '#shared/kinds/types.ts';
import { fact, field, type CuratedForm } from './curated.ts';
import { labelsText, servicePortsText } from './words.ts';

const isExternal = (o: unknown) => (o as Service).spec.type === 'ExternalName';

export const service: CuratedForm = {
  kind: 'Service',
  sections: [
    {
      title: '',
      fields: [
        field('Type', 'spec.type'),
        field('External name', 'spec.externalName', { rare: true }),
        field('Selector', 'spec.selector', {
          summary: labelsText,
          note: (v, { object }) => (v || isExternal(object) ? undefined : 'no selector: endpoints are made by hand'),
        }),
        field('Ports', 'spec.ports', { summary: servicePortsText }),
        fact('Cluster IP', ({ object }) =>
          isExternal(object)
            ? undefined
            : (object as Service).spec.clusterIP === 'None'
              ? 'none: headless'
              : (object as Service).spec.clusterIP,
        ),
        field('Affinity', 'spec.sessionAffinity', { rare: true, usual: ['None'] }),
        field('External traffic', 'spec.externalTrafficPolicy', { rare: true }),
        field('Internal traffic', 'spec.internalTrafficPolicy', { rare: true, usual: ['Cluster'] }),
        field('Source ranges', 'spec.loadBalancerSourceRanges', { rare: true }),
        field('Unready too', 'spec.publishNotReadyAddresses', { rare: true }),
      ],
    },
    {
      title: 'Load',
      path: ['metadata', 'annotations'],
      fields: [{ label: 'Requests / s', path: ['behaviour.drydock.dev/requests-per-second'], note: (v) => (v ? undefined : 'no traffic') }],
    },
  ],
};
