/** Kubernetes' descriptions of fields for tooltips. They are large, so they come when the first form is shown. */
import type { FormField } from './form-schema.ts';

let describe = $state.raw<((type: string, field: string) => string) | undefined>(undefined);
let asked = false;

/** Fetches the descriptions, once. */
export function loadDescriptions(): void {
  if (asked) return;
  asked = true;
  import('#shared/kinds/schema/descriptions.ts').then(
    (m) => {
      describe = m.describe;
    },
    () => {
      asked = false;
    },
  );
}

/** What a field is for; '' where nothing says so, or not yet. The first sentences, as much as a tooltip holds. */
export function descriptionOf(f: FormField | undefined): string {
  if (!f) return '';
  const text = typeof f.description === 'string' ? f.description : (describe?.(f.description.type, f.description.field) ?? '');
  return text.length <= 260 ? text : `${text.slice(0, 240).replace(/\s\S*$/, '')} …`;
}
