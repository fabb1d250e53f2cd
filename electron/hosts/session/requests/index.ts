/** The requests of the contract. A new one is a file in this folder and a line here. */
import { ApiError } from '#shared/api/errors.ts';
import type { Requests } from '#shared/ipc/contract.ts';
import type { Viewer } from '../viewer.ts';
import { api } from './api.ts';
import { changesApply } from './changes-apply.ts';
import { clockJump } from './clock-jump.ts';
import { clockLook } from './clock-look.ts';
import { clockSet } from './clock-set.ts';
import { debugInspect } from './debug-inspect.ts';
import { dialogOpen, dialogSave } from './dialogs.ts';
import { documentClose } from './document-close.ts';
import { documentCurrent } from './document-current.ts';
import { documentMove } from './document-move.ts';
import { documentNew } from './document-new.ts';
import { documentOpen } from './document-open.ts';
import { documentRecent } from './document-recent.ts';
import { documentSamples } from './document-samples.ts';
import { documentSaveCopy } from './document-save-copy.ts';
import { exportDesign } from './export.ts';
import { filesList } from './files-list.ts';
import { filesRead } from './files-read.ts';
import { filesWrite } from './files-write.ts';
import type { Handler } from './handler.ts';
import { hostInfo } from './host-info.ts';
import { importPlan } from './import-plan.ts';
import { importRun } from './import-run.ts';
import { kubeListener } from './kube-listener.ts';
import { layoutGet } from './layout-get.ts';
import { layoutPut } from './layout-put.ts';
import { schedulerExplain } from './scheduler-explain.ts';
import { settingsGet } from './settings-get.ts';
import { settingsPut } from './settings-put.ts';
import { timelineHistogram } from './timeline-histogram.ts';
import { timelineLanes } from './timeline-lanes.ts';
import { timelineRows } from './timeline-rows.ts';
import { timelineTop } from './timeline-top.ts';
import { timelineUsage } from './timeline-usage.ts';
import { timelineWhy } from './timeline-why.ts';
import { userAct } from './user-act.ts';
import { workCancel } from './work-cancel.ts';

const all: { readonly [K in keyof Requests]: Handler<K> } = {
  'host.info': hostInfo,
  'document.current': documentCurrent,
  'document.new': documentNew,
  'document.open': documentOpen,
  'document.saveCopy': documentSaveCopy,
  'document.move': documentMove,
  'document.close': documentClose,
  'document.recent': documentRecent,
  'document.samples': documentSamples,
  'dialog.open': dialogOpen,
  'dialog.save': dialogSave,
  'files.list': filesList,
  'files.read': filesRead,
  'files.write': filesWrite,
  'user.act': userAct,
  api,
  'changes.apply': changesApply,
  'import.plan': importPlan,
  'import.run': importRun,
  export: exportDesign,
  'clock.set': clockSet,
  'clock.jump': clockJump,
  'clock.look': clockLook,
  'timeline.histogram': timelineHistogram,
  'timeline.lanes': timelineLanes,
  'timeline.rows': timelineRows,
  'timeline.why': timelineWhy,
  'timeline.usage': timelineUsage,
  'timeline.top': timelineTop,
  'scheduler.explain': schedulerExplain,
  'layout.get': layoutGet,
  'layout.put': layoutPut,
  'settings.get': settingsGet,
  'settings.put': settingsPut,
  'kube.listener': kubeListener,
  'work.cancel': workCancel,
  'debug.inspect': debugInspect,
};

/** Answers a request of the contract. Rejects as the request is refused. */
export async function answer(viewer: Viewer, name: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(all, name)) throw new ApiError('BadRequest', `There is no request ${JSON.stringify(name)}.`);
  return (all[name as keyof Requests] as (input: unknown, viewer: Viewer) => unknown)(input, viewer);
}
