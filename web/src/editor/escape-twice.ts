// escape-twice.ts — Esc pressed twice within a second: leaves an editor in which Tab indents.

const millisecondsLimit = 1000;

export class EscapeTwice {
  private last = -Infinity;
  private readonly leave: () => void;

  constructor(leave: () => void) {
    this.leave = leave;
  }

  key(name: string, timeStamp: number): void {
    const again = name === 'Escape' && timeStamp - this.last < millisecondsLimit;
    this.last = name === 'Escape' && !again ? timeStamp : -Infinity;
    if (again) this.leave();
  }
}
