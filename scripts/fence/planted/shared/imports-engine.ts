// breaks: graph not-in-allowed
export { Cluster } from '#engine/cluster.ts';
