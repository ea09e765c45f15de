// program-files.ts — the files of a program. There is one today, main.cpp; whatever passes programs
// on (the current program, checks, compiles, runs) passes ProgramFiles, so that more can be added.
// Invariants: ProgramFiles are immutable; an edit creates new ones.
// Not here: formats that contain one source by specification (share links, messages, drafts).

export const mainFile = 'main.cpp';

export interface ProgramFiles {
  readonly [mainFile]: string;
}

/** The program that consists of this source alone. */
export function filesOf(source: string): ProgramFiles {
  return { [mainFile]: source };
}

export function mainSource(files: ProgramFiles): string {
  return files[mainFile];
}

export function sameFiles(left: ProgramFiles, right: ProgramFiles): boolean {
  return mainSource(left) === mainSource(right);
}
