/** Light or dark: as the system says, or as the person chose. */
import type { Settings } from './settings.svelte.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** The theme in force. The page carries it as `data-theme` on its root (see ui/tokens.css). */
export class Theme {
  #systemDark = $state(false);
  readonly #settings: Settings;
  /** What the person chose. */
  readonly choice: ThemeChoice = $derived.by(() => asChoice(this.#settings.get('theme', 'system')));
  readonly dark: boolean = $derived(this.choice === 'system' ? this.#systemDark : this.choice === 'dark');

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Follows what the system prefers. */
  follow(system: MediaQueryList): void {
    this.#systemDark = system.matches;
    system.addEventListener('change', (e) => {
      this.#systemDark = e.matches;
    });
  }

  choose(choice: ThemeChoice): void {
    this.#settings.set('theme', choice);
  }

  /** From what is seen now to the other. */
  toggle(): void {
    this.choose(this.dark ? 'light' : 'dark');
  }
}

function asChoice(v: string): ThemeChoice {
  return v === 'light' || v === 'dark' ? v : 'system';
}
