/** Where boxes were put by hand, in the document beside the log. */
import type Database from 'better-sqlite3';
import type { Layout, Placement } from '#shared/ipc/layout.ts';

interface Row {
  readonly view: string;
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly folded: number;
}

export class LayoutTable {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** All placements, by view and log key. */
  read(): Layout {
    const layout: Record<string, Record<string, Placement>> = Object.create(null) as Record<string, Record<string, Placement>>;
    for (const r of this.#db.prepare<[], Row>('SELECT * FROM layout').all()) {
      const view = (layout[r.view] ??= Object.create(null) as Record<string, Placement>);
      view[r.key] = {
        x: r.x,
        y: r.y,
        ...(r.width !== null && { width: r.width }),
        ...(r.height !== null && { height: r.height }),
        ...(r.folded && { folded: true }),
      };
    }
    return layout;
  }

  /** Writes placements of one view, all or none; null forgets one. */
  put(view: string, placements: Readonly<Record<string, Placement | null>>): void {
    const forget = this.#db.prepare('DELETE FROM layout WHERE view = ? AND key = ?');
    const place = this.#db.prepare('INSERT OR REPLACE INTO layout (view, key, x, y, width, height, folded) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#db.transaction(() => {
      for (const [key, p] of Object.entries(placements)) {
        if (p === null) forget.run(view, key);
        else place.run(view, key, p.x, p.y, p.width ?? null, p.height ?? null, p.folded ? 1 : 0);
      }
    })();
  }
}
