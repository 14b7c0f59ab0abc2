/** Listens to the change feed as a page does, and remembers what it heard. */
import { eventually } from './live.ts';

export type Ear = {
  readonly status: number;
  readonly headers: Headers;
  readonly heard: () => number;
  readonly beats: () => number;
  /** Waits until it has heard so many in all. */
  readonly hears: (events: number) => Promise<void>;
  /** Resolves when the other side has ended it; rejects when it was cut off. */
  readonly ended: Promise<void>;
  readonly everything: () => string;
  readonly leave: () => Promise<void>;
};

export function openEar(answer: Response): Ear {
  const reader = answer.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  const heard = () => count(/^event: changed\ndata: \{\}\n$/gm);
  const listening = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
    }
  };
  const ended = listening();
  ended.catch(() => {});
  return {
    status: answer.status,
    headers: answer.headers,
    heard,
    beats: () => count(/^:$/gm),
    hears: async (events) =>
      void (await eventually(`${events} events are heard`, async () => heard() >= events)),
    ended,
    everything: () => text,
    leave: () => reader.cancel(),
  };
}
