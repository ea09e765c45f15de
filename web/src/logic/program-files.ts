// program-files.ts — the files of a program. There is one today, main.cpp; whoever carries programs
// about (drafts, checks, compiles, runs) carries ProgramFiles, so that more can come.
// Invariants: ProgramFiles never change; an edit makes new ones.
// Not here: formats that hold one source by their specification (share links, messages of embeds).

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
