// Keeps the host's commands until the console can have received them.

import type { ConsoleCommand } from '../../../protocol/console-messages.js';
import type { ConsoleLoad } from '../../../frame/console-load.js';

/**
 * The commands for the console, the newest of each kind. A page that has loaded may not listen yet, so a command is
 * kept until the console has spoken. Until then it is sent again, which does no harm with any of them.
 */
export class ConsoleCommands {
  readonly #pending = new Map<string, ConsoleCommand>();

  /** Sends a command, now or as soon as a page has loaded. */
  send(command: ConsoleCommand, load: ConsoleLoad | undefined): void {
    const key = command.type === 'clear_unread_count' ? `clear ${command.data.threadUid}` : command.type;
    this.#pending.delete(key);
    if (!hasSpoken(load)) this.#pending.set(key, command);
    if (hasLoaded(load)) load?.send(command);
  }

  /** Sends the pending commands, at each stronger proof of a console. */
  deliver(load: ConsoleLoad | undefined): void {
    if (!hasLoaded(load)) return;
    for (const command of this.#pending.values()) load?.send(command);
    if (hasSpoken(load)) this.clear();
  }

  /** Ends a load. The commands that it was sent are not meant for the next one. */
  endLoad(load: ConsoleLoad | undefined): void {
    if (hasLoaded(load)) this.clear();
  }

  clear(): void {
    this.#pending.clear();
  }
}

const hasLoaded = (load: ConsoleLoad | undefined): boolean => load !== undefined && load.evidence !== 'none';
const hasSpoken = (load: ConsoleLoad | undefined): boolean => hasLoaded(load) && load?.evidence !== 'load';
