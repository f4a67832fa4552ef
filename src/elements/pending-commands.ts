import type { ConsoleCommand } from '../protocol/console-messages.js';

/** Commands given before a console is there: the newest of each kind, in the order they were given. */
export class PendingCommands {
  readonly #commands = new Map<string, ConsoleCommand>();

  add(command: ConsoleCommand): void {
    const key = command.type === 'clear_unread_count' ? `clear ${command.data.threadUid}` : command.type;
    this.#commands.delete(key);
    this.#commands.set(key, command);
  }

  /** Hands them over and forgets them. */
  take(): readonly ConsoleCommand[] {
    const commands = [...this.#commands.values()];
    this.#commands.clear();
    return commands;
  }
}
