/** Every icon of the product, from one place. Lucide's, but for the logo (Logo.svelte) and the glyphs of states (states.ts). */
import Ban from '@lucide/svelte/icons/ban';
import Box from '@lucide/svelte/icons/box';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Clock from '@lucide/svelte/icons/clock';
import Component from '@lucide/svelte/icons/component';
import Copy from '@lucide/svelte/icons/copy';
import Database from '@lucide/svelte/icons/database';
import ExternalLink from '@lucide/svelte/icons/external-link';
import FileText from '@lucide/svelte/icons/file-text';
import Gauge from '@lucide/svelte/icons/gauge';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import KeyRound from '@lucide/svelte/icons/key-round';
import Layers from '@lucide/svelte/icons/layers';
import LayoutList from '@lucide/svelte/icons/layout-list';
import Lock from '@lucide/svelte/icons/lock';
import LogIn from '@lucide/svelte/icons/log-in';
import Network from '@lucide/svelte/icons/network';
import Puzzle from '@lucide/svelte/icons/puzzle';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Ruler from '@lucide/svelte/icons/ruler';
import Server from '@lucide/svelte/icons/server';
import Shield from '@lucide/svelte/icons/shield';
import SquareDashed from '@lucide/svelte/icons/square-dashed';
import Star from '@lucide/svelte/icons/star';
import TrendingUp from '@lucide/svelte/icons/trending-up';
import User from '@lucide/svelte/icons/user';
import Users from '@lucide/svelte/icons/users';
import Waypoints from '@lucide/svelte/icons/waypoints';
import type { LucideIcon } from '@lucide/svelte';

export { default as ArrowUp } from '@lucide/svelte/icons/arrow-up';
export { default as Check } from '@lucide/svelte/icons/check';
export { default as ChevronDown } from '@lucide/svelte/icons/chevron-down';
export { default as ChevronRight } from '@lucide/svelte/icons/chevron-right';
export { default as CircleAlert } from '@lucide/svelte/icons/circle-alert';
export { default as Close } from '@lucide/svelte/icons/x';
export { default as Copy } from '@lucide/svelte/icons/copy';
export { default as File } from '@lucide/svelte/icons/file';
export { default as FilePlus } from '@lucide/svelte/icons/file-plus';
export { default as FileUp } from '@lucide/svelte/icons/file-up';
export { default as Folder } from '@lucide/svelte/icons/folder';
export { default as FolderOpen } from '@lucide/svelte/icons/folder-open';
export { default as History } from '@lucide/svelte/icons/history';
export { default as ListTree } from '@lucide/svelte/icons/list-tree';
export { default as Minus } from '@lucide/svelte/icons/minus';
export { default as PanelBottom } from '@lucide/svelte/icons/panel-bottom';
export { default as PanelLeft } from '@lucide/svelte/icons/panel-left';
export { default as Pause } from '@lucide/svelte/icons/pause';
export { default as Play } from '@lucide/svelte/icons/play';
export { default as Plus } from '@lucide/svelte/icons/plus';
export { default as Scan } from '@lucide/svelte/icons/scan';
export { default as Search } from '@lucide/svelte/icons/search';
export { default as SkipBack } from '@lucide/svelte/icons/skip-back';
export { default as SkipForward } from '@lucide/svelte/icons/skip-forward';
export { default as StepBack } from '@lucide/svelte/icons/step-back';
export { default as StepForward } from '@lucide/svelte/icons/step-forward';
export type { LucideIcon as Icon } from '@lucide/svelte';

const byKind: Readonly<Record<string, LucideIcon>> = {
  Pod: Box,
  Deployment: RefreshCw,
  ReplicaSet: Layers,
  ReplicationController: Layers,
  StatefulSet: Database,
  DaemonSet: LayoutList,
  Job: Clock,
  CronJob: CalendarClock,
  Service: Network,
  Ingress: LogIn,
  IngressClass: LogIn,
  NetworkPolicy: Ban,
  EndpointSlice: Waypoints,
  Endpoints: Waypoints,
  ExternalName: ExternalLink,
  ConfigMap: FileText,
  Secret: Lock,
  ServiceAccount: User,
  Role: KeyRound,
  ClusterRole: KeyRound,
  RoleBinding: Users,
  ClusterRoleBinding: Users,
  PersistentVolumeClaim: HardDrive,
  PersistentVolume: HardDrive,
  StorageClass: Rows3,
  HorizontalPodAutoscaler: TrendingUp,
  PodDisruptionBudget: Shield,
  PriorityClass: Star,
  ResourceQuota: Gauge,
  LimitRange: Ruler,
  Namespace: SquareDashed,
  NodePool: Copy,
  Node: Server,
  CustomResourceDefinition: Puzzle,
};

/** The icon of a kind; one for all that have none of their own (custom resources among them). */
export function iconOf(kind: string): LucideIcon {
  return byKind[kind] ?? Component;
}
