/** The files of a fleet repository, whether from a working tree or from the Git objects of a commit. */
export interface FleetFiles {
  /**
   * All regular files below the repository's folder, sorted, relative to it and with forward slashes. Throws AppError
   * when the folder cannot be read.
   */
  list(): Promise<readonly FleetFile[]>;
  read(path: string): Promise<Uint8Array>;
}

export interface FleetFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Symlinks and submodules are listed, so that they can be refused by name; they are never followed. */
  readonly kind: 'file' | 'symlink' | 'submodule';
}

/** Folders that hold no specs anywhere in a repository: `.git`, `.github` and the like, and installed packages. */
export function isSkippedFolder(name: string): boolean {
  return name === 'node_modules' || (name.startsWith('.') && name !== '.');
}

/** Paths at which no specs are: settings of other tools (`.pre-commit-config.yaml`), packages, and templates. */
export function isSkipped(path: string): boolean {
  return path.startsWith('templates/') || path.split('/').some(isSkippedFolder);
}

/** Whether a file is read as specs. */
export function isSpecFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !isSkipped(path);
}

/** Whether nothing at a path, or below it, can matter to a fleet. What Git ignores does, though it is no spec. */
export function isNeverRead(path: string): boolean {
  return !path.endsWith('.gitignore') && path.split('/').some(isSkippedFolder);
}
