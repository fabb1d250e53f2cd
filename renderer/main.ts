/** Opens the window: connects, reads what is needed to show anything, and mounts. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import AppWindow from './App.svelte';
import { connect, messageOf } from './bridge/index.ts';
import { onFrame } from './frame.ts';
import { App } from './state/app.svelte.ts';
import { NARROW } from './state/view.svelte.ts';

const app = new App(connect(), { mac: /Mac/.test(navigator.platform), onFrame, wallMs: () => performance.now() });
app.theme.follow(matchMedia('(prefers-color-scheme: dark)'));
app.view.follow(matchMedia(NARROW));

const target = document.getElementById('app') as HTMLElement;
const late = setTimeout(() => {
  target.textContent = 'Waiting for Drydock…';
}, 1_500);
try {
  await app.start();
  target.textContent = '';
  mount(AppWindow, { target, props: { app } });
} catch (e) {
  target.textContent = `Drydock could not start: ${messageOf(e)}`;
} finally {
  clearTimeout(late);
}
