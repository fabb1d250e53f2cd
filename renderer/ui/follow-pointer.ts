/** What happens while a pressed pointer moves about the window. */
export interface Following {
  /** It is somewhere else. */
  move(e: PointerEvent): void;
  /** It was let go; `end` follows. */
  drop(e: PointerEvent): void;
  /** It is over: let go, given up with Escape, or taken away by the system. */
  end(): void;
  /** It is over, too, where the window loses the focus. */
  readonly endsOnBlur?: boolean;
}

/** Follows the pointer from a press until it is let go or somebody gives up. */
export function followPointer({ move, drop, end, endsOnBlur = false }: Following): void {
  const stop = new AbortController();
  const { signal } = stop;
  const over = () => {
    stop.abort();
    end();
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener(
    'pointerup',
    (e) => {
      drop(e);
      over();
    },
    { signal },
  );
  window.addEventListener('pointercancel', over, { signal });
  if (endsOnBlur) window.addEventListener('blur', over, { signal });
  window.addEventListener(
    'keydown',
    (e) => {
      if (e.key !== 'Escape') return;
      e.preventDefault();
      e.stopPropagation();
      over();
    },
    { signal, capture: true },
  );
}
