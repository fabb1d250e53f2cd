/** Opens the window: connects, reads what is needed to show anything, and mounts. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import AppWindow from './App.svelte';
import { connect } from './bridge/index.ts';
import { onFrame } from './frame.ts';
import { App } from './state/app.svelte.ts';
import { NARROW } from './state/view.svelte.ts';

const app = new App(connect(), { mac: /Mac/.test(navigator.platform), onFrame, wallMs: () => performance.now() });
app.theme.follow(matchMedia('(prefers-color-scheme: dark)'));
app.view.follow(matchMedia(NARROW));
await app.start();
mount(AppWindow, { target: document.getElementById('app') as HTMLElement, props: { app } });
