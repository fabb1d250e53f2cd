// breaks: graph not-in-allowed
// breaks: lint no-restricted-imports
export { Cluster } from '#engine/cluster.ts';
