/** What is known of an expression while it is checked: what types stand for each other, and what is wrong. */
import { ERROR, Substitution, typeText, type Type } from './types.ts';

/** Variables' types by name. */
export type Declarations = ReadonlyMap<string, Type>;

/** Something wrong in an expression: where (an offset), and what. */
export interface Issue {
  readonly at: number;
  readonly message: string;
}

/** One check. */
export class Typing {
  readonly issues: Issue[] = [];
  known = new Substitution();

  /** Notes an issue. What it is about has no type then. */
  fault(at: number, message: string): Type {
    this.issues.push({ at, message });
    return ERROR;
  }

  /** A type as messages show it, as far as it is known. */
  text(t: Type): string {
    return typeText(this.known.resolve(t));
  }
}
