import { TabFacts, TabNews } from './tab-facts.js';
import { hasSource, type SessionSettings } from './token-request.js';
import { TokenState } from './token-state.js';
import type { World } from './world.js';

/** A token at a desk: with that, the tabs of its user know each other. */
export abstract class TokenAtDesk extends TokenState {
  readonly facts: TabFacts;
  protected readonly tabs: TabNews;
  #settings: SessionSettings | undefined;

  constructor(world: World) {
    super();
    this.facts = new TabFacts(world);
    this.tabs = new TabNews(this.facts, world);
  }

  /** Where the desk is and where tokens come from. */
  get settings(): SessionSettings | undefined {
    return this.#settings;
  }

  set settings(settings: SessionSettings) {
    const isOtherDesk = this.#settings?.desk !== settings.desk;
    this.#settings = settings;
    // Tags are per desk. At the same desk, what was told meanwhile still counts.
    if (isOtherDesk) this.tabs.follow(this.tag);
  }

  get hasSource(): boolean {
    return hasSource(this.#settings);
  }

  /** The user's tag at this desk, by which tabs know each other. */
  get tag(): string | null {
    return this.facts.tag(this.#settings?.desk ?? '', this.info?.username ?? null);
  }
}
