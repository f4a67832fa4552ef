// The conversations that agents see.

import { ORGANIZATION } from './users.js';

/** A message of a conversation. */
export interface Message {
  readonly uid: string;
  readonly type: 'TEXT' | 'FILE' | 'LINK';
  readonly content: string;
  readonly fromAgent: boolean;
  readonly createdAtMs: number;
}

/** A conversation of one agent. */
export interface Thread {
  readonly uid: string;
  readonly topic: string;
  readonly visitor: string;
  readonly owner: string;
  unreadCount: number;
  state: 'CHATTING' | 'CLOSED';
  readonly messages: Message[];
}

interface SeedThread {
  readonly visitor: string;
  readonly unread: number;
  readonly says: readonly (readonly [from: 'visitor' | 'agent' | 'file' | 'link', text: string])[];
}

const SEEDS: readonly SeedThread[] = [
  {
    visitor: '陈晓 Chen Xiao',
    unread: 2,
    says: [
      ['visitor', 'Hello, my order 2026-1121 has not arrived yet. 我的订单还没到。'],
      ['agent', 'Good morning! Let me look that up for you.'],
      ['visitor', 'Thank you 谢谢'],
      ['visitor', 'It says “in transit” since Tuesday.'],
    ],
  },
  {
    visitor: 'Amélie Laurent',
    unread: 1,
    says: [
      ['visitor', 'Could I have the invoice once more, please?'],
      ['file', 'invoice-2026-1118.txt'],
      ['visitor', 'Got it, that was quick.'],
    ],
  },
  {
    visitor: '王芳 Wang Fang',
    unread: 0,
    says: [
      ['visitor', '请问这款有蓝色的吗？'],
      ['agent', '有的，蓝色和墨绿色都有现货。'],
      ['link', 'https://example.com/catalogue'],
    ],
  },
  {
    visitor: 'Tomás Rivera',
    unread: 0,
    says: [
      ['visitor', 'How do I change the delivery address?'],
      ['agent', 'Under “Orders”, as long as the parcel has not left. Shall I do it for you?'],
      ['visitor', 'No need, found it. Muchas gracias!'],
    ],
  },
];

const MINUTE_MS = 60_000;

/** The conversations of all agents. Each agent gets the same four visitors, with conversations of their own. */
export class ConversationStore {
  readonly #threads = new Map<string, Thread[]>();
  readonly #now: () => number;
  #lastMessage = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  clear(): void {
    this.#threads.clear();
  }

  of(username: string): Thread[] {
    let threads = this.#threads.get(username);
    if (!threads) {
      threads = SEEDS.map((seed, index) => this.#seed(username, seed, index));
      this.#threads.set(username, threads);
    }
    return threads;
  }

  find(username: string, uidOrTopic: string): Thread | undefined {
    return this.of(username).find((thread) => thread.uid === uidOrTopic || thread.topic === uidOrTopic);
  }

  /** Appends a message. One from a visitor counts as unread. */
  say(thread: Thread, content: string, fromAgent: boolean): Message {
    const message = this.#message(content, { fromAgent, type: 'TEXT', createdAtMs: this.#now() });
    thread.messages.push(message);
    if (!fromAgent) thread.unreadCount += 1;
    return message;
  }

  #seed(owner: string, seed: SeedThread, index: number): Thread {
    const uid = `thread-${owner.split('@')[0]}-${index + 1}`;
    const startMs = this.#now() - (index * 37 + seed.says.length * 3 + 2) * MINUTE_MS;
    return {
      uid,
      topic: `org/agent/${owner.split('@')[0]}/visitor-${index + 1}`,
      visitor: seed.visitor,
      owner,
      unreadCount: seed.unread,
      state: 'CHATTING',
      messages: seed.says.map(([from, content], line) =>
        this.#message(content, {
          fromAgent: from !== 'visitor',
          type: from === 'file' ? 'FILE' : from === 'link' ? 'LINK' : 'TEXT',
          createdAtMs: startMs + line * 3 * MINUTE_MS,
        }),
      ),
    };
  }

  #message(content: string, rest: Omit<Message, 'uid' | 'content'>): Message {
    this.#lastMessage += 1;
    return { uid: `message-${this.#lastMessage}`, content, ...rest };
  }
}

/** Gives a conversation as the API shows it. */
export function publicThread(thread: Thread): Record<string, unknown> {
  const last = thread.messages.at(-1);
  return {
    uid: thread.uid,
    topic: thread.topic,
    type: 'AGENT',
    state: thread.state,
    unreadCount: thread.unreadCount,
    content: last?.content ?? '',
    user: { uid: `${thread.uid}-visitor`, nickname: thread.visitor, avatar: '' },
    orgUid: ORGANIZATION.uid,
    createdAt: isoDate(thread.messages[0]?.createdAtMs ?? 0),
    updatedAt: isoDate(last?.createdAtMs ?? 0),
  };
}

/** Gives a message as the API shows it. */
export function publicMessage(message: Message, thread: Thread): Record<string, unknown> {
  return {
    uid: message.uid,
    type: message.type,
    content: message.content,
    status: 'READ',
    threadUid: thread.uid,
    topic: thread.topic,
    user: message.fromAgent
      ? { uid: thread.owner, nickname: thread.owner, type: 'AGENT' }
      : { uid: `${thread.uid}-visitor`, nickname: thread.visitor, type: 'VISITOR' },
    createdAt: isoDate(message.createdAtMs),
  };
}

export function isoDate(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
