/** Going about in time, as commands. */
import type { App } from '../../state/app.svelte.ts';
import { formatSpeed, SPEEDS } from '../../state/clock.svelte.ts';
import type { Speed } from '#shared/ipc/clock.ts';
import type { Command } from '../../state/commands.svelte.ts';
import type { Playback } from './playback.svelte.ts';

/** The commands of the transport. */
export function timeCommands(app: App, playback: Playback): readonly Command[] {
  const { clock } = app;
  const open = () => app.document.info !== null;
  const live = () => open() && app.connection === 'open';
  return [
    { id: 'time.play', label: 'Play or pause', group: 'Time', keys: ['Space'], enabled: live, run: () => playback.toggle() },
    {
      id: 'time.step-back',
      label: 'Step back',
      group: 'Time',
      keys: [','],
      enabled: () => live() && clock.shownRevision > 0,
      run: () => playback.stepBack(),
    },
    { id: 'time.step-forward', label: 'Step forward', group: 'Time', keys: ['.'], enabled: live, run: () => playback.stepForward() },
    {
      id: 'time.start',
      label: 'Show the start',
      group: 'Time',
      keys: ['<'],
      enabled: () => live() && clock.shownMs > 0,
      run: () => playback.toStart(),
    },
    {
      id: 'time.now',
      label: 'Return to now',
      group: 'Time',
      keys: ['>'],
      enabled: () => live() && clock.past,
      run: () => playback.toNow(),
    },
    { id: 'time.next-event', label: 'To the next event', group: 'Time', keys: ['E'], enabled: live, run: () => playback.next('event') },
    {
      id: 'time.next-failure',
      label: 'To the next failure',
      group: 'Time',
      keys: ['N'],
      enabled: live,
      run: () => playback.next('failure'),
    },
    {
      id: 'time.quiet',
      label: 'Run until everything has settled',
      group: 'Time',
      keys: ['Q'],
      words: 'converge',
      enabled: () => live() && !clock.past,
      run: () => clock.jump({ to: 'quiet' }),
    },
    {
      id: 'time.faster',
      label: 'Faster',
      group: 'Time',
      keys: [']'],
      enabled: live,
      run: () => clock.setSpeed(neighbour(clock.state.speed, 1)),
    },
    {
      id: 'time.slower',
      label: 'Slower',
      group: 'Time',
      keys: ['['],
      enabled: live,
      run: () => clock.setSpeed(neighbour(clock.state.speed, -1)),
    },
    ...SPEEDS.map((s): Command => ({
      id: `time.speed-${s}`,
      label: s === 'max' ? 'Speed: as fast as possible' : `Speed: ${formatSpeed(s)}`,
      group: 'Time',
      enabled: live,
      run: () => clock.setSpeed(s),
    })),
  ];
}

/** The next faster or slower of the speeds offered. */
function neighbour(speed: Speed, step: 1 | -1): Speed {
  const at = SPEEDS.indexOf(speed);
  const from = at < 0 ? SPEEDS.indexOf(1) : at;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, from + step))] as Speed;
}
