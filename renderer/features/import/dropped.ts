/** Reading what was dropped on the window: files and whole folders. */
import type { SourceFile } from '#shared/ipc/manifests.ts';

/** What was dropped, sorted by what can be done with it. */
export interface Dropped {
  readonly manifests: readonly SourceFile[];
  readonly documents: readonly File[];
  /** Names of manifests that are larger than any manifest. */
  readonly tooLarge: readonly string[];
  /** Names of what is none of these. */
  readonly others: readonly string[];
}

const MANIFEST = /\.(ya?ml|json)$/i;
const DOCUMENT = /\.drydock$/i;
/** Larger files are no manifests; reading them would only fill the memory. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Reads a drop. To be called within the event: the browser forgets the items afterwards. */
export async function readDrop(data: DataTransfer): Promise<Dropped> {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry()).filter((e) => e !== null);
  // what does not come from a disk (another page, a script) has files but no entries
  const plain = entries.length > 0 ? [] : [...data.files].map((file) => ({ path: file.name, file }));
  const files = (await Promise.all(entries.map((e) => filesOf(e, '')))).flat();
  return sort([...plain, ...files]);
}

async function sort(files: readonly { readonly path: string; readonly file: File }[]): Promise<Dropped> {
  const named = files.filter((f) => MANIFEST.test(f.path));
  const manifests = named.filter((f) => f.file.size <= LARGEST_BYTES);
  const documents = files.filter((f) => DOCUMENT.test(f.path));
  const others = files.filter((f) => !named.includes(f) && !documents.includes(f));
  return {
    manifests: await Promise.all(manifests.map(async (f) => ({ name: f.path, text: await f.file.text() }))),
    documents: documents.map((f) => f.file),
    tooLarge: named.filter((f) => !manifests.includes(f)).map((f) => f.path),
    others: others.map((f) => f.path),
  };
}

async function filesOf(entry: FileSystemEntry, within: string): Promise<{ path: string; file: File }[]> {
  const path = within ? `${within}/${entry.name}` : entry.name;
  if (entry.isFile)
    return [
      {
        path,
        file: await new Promise<File>((resolve, reject) => {
          (entry as FileSystemFileEntry).file(resolve, reject);
        }),
      },
    ];
  if (entry.name.startsWith('.')) return [];
  const below = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  const files = await Promise.all(below.map((e) => filesOf(e, path)));
  return files.flat().filter((f) => MANIFEST.test(f.path) || DOCUMENT.test(f.path));
}

/** A directory is read in pieces until a piece is empty. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (piece.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...piece);
  }
}
