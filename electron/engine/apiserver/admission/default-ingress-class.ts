/** An ingress that names no class gets the default one. Source: plugin/pkg/admission/network/defaultingressclass. */
import { resourceOf } from '#shared/kinds/definition.ts';
import { ingressClasses } from '#shared/kinds/networking/ingress-class.ts';
import { ingresses } from '#shared/kinds/networking/ingress.ts';
import type { Ingress } from '#shared/kinds/types.ts';
import type { AdmissionPlugin } from '../context.ts';
import { newestDefault } from './default-class.ts';

const OLD_CLASS = 'kubernetes.io/ingress.class';
const DEFAULT = ['ingressclass.kubernetes.io/is-default-class'];

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  resources: [resourceOf(ingresses)],
  admit(c, o, _previous, core) {
    const ingress = o as Ingress;
    if (
      c.operation !== 'CREATE' ||
      c.subresource ||
      ingress.spec?.ingressClassName !== undefined ||
      ingress.metadata.annotations?.[OLD_CLASS] !== undefined
    )
      return o;
    const ingressClassName = newestDefault(core, resourceOf(ingressClasses), DEFAULT);
    return ingressClassName === undefined ? o : ({ ...ingress, spec: { ...ingress.spec, ingressClassName } } as Ingress);
  },
};
