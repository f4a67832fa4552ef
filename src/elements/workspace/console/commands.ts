import type { ConsoleCommand } from '../../../protocol/console-messages.js';
import type { ConsoleLoad } from '../../../frame/console-load.js';

/**
 * Commands on their way to the console, the newest of each kind. A page that has loaded may not listen yet, so a
 * command is off our hands only once the console has spoken: until then it is sent again. All of them bear that.
 */
export class ConsoleCommands {
  readonly #pending = new Map<string, ConsoleCommand>();

  /** Sends a command now or, as long as nothing has loaded, when something has. */
  send(command: ConsoleCommand, load: ConsoleLoad | undefined): void {
    const key = command.type === 'clear_unread_count' ? `clear ${command.data.threadUid}` : command.type;
    this.#pending.delete(key);
    if (!hasSpoken(load)) this.#pending.set(key, command);
    if (hasLoaded(load)) load?.send(command);
  }

  /** Sends what is pending, at each stronger proof of a console. */
  deliver(load: ConsoleLoad | undefined): void {
    if (!hasLoaded(load)) return;
    for (const command of this.#pending.values()) load?.send(command);
    if (hasSpoken(load)) this.clear();
  }

  /** A load is over: what it was sent is not for the next one. */
  end(load: ConsoleLoad | undefined): void {
    if (hasLoaded(load)) this.clear();
  }

  clear(): void {
    this.#pending.clear();
  }
}

const hasLoaded = (load: ConsoleLoad | undefined): boolean => load !== undefined && load.evidence !== 'none';
const hasSpoken = (load: ConsoleLoad | undefined): boolean => hasLoaded(load) && load?.evidence !== 'load';
