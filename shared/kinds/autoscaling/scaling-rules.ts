/** How an autoscaler scales where it is not told otherwise. Source: autoscaling/v2 defaults.go. */
import type { HPAScalingRules } from '../generated/types.ts';

const DOUBLE = Object.freeze({ type: 'Percent', value: 100, periodSeconds: 15 });

/** Upwards: at once, by four pods or to twice as many in fifteen seconds, whichever is more. */
export const SCALE_UP: HPAScalingRules = Object.freeze({
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: Object.freeze([{ type: 'Pods', value: 4, periodSeconds: 15 }, DOUBLE]),
});

/** Downwards: as far as all of it; for how long it waits is not written into the object. */
export const SCALE_DOWN: HPAScalingRules = Object.freeze({ selectPolicy: 'Max', policies: Object.freeze([DOUBLE]) });
