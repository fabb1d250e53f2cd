/** Streams that pass on what the desk tells. */
import type { Stream } from './stream.ts';

/** The open document; begins with what is open. */
export const document: Stream<'document'> = ({ desk }, sink) => {
  sink.send(desk.open?.info() ?? null);
  return desk.documentChanged.on((info) => sink.send(info));
};

/** Long work; begins with what is under way. */
export const progress: Stream<'progress'> = ({ desk }, sink) => {
  for (const p of desk.work.underWay) sink.send(p);
  return desk.work.progress.on((p) => sink.send(p));
};

export const notices: Stream<'notices'> = ({ desk }, sink) => desk.notices.on((n) => sink.send(n));

/** What the window is told to do; begins with what waited for one. */
export const commands: Stream<'commands'> = ({ desk }, sink) => {
  for (const c of desk.takeOffers()) sink.send(c);
  return desk.commands.on((c) => sink.send(c));
};
