import { executeServerCommand } from '@web/test-runner-commands';

interface Answer {
  readonly isEmulated: boolean;
}

/** Media features by name, such as `forced-colors: active`; none ends them. False where the engine cannot be told to. */
export const emulateMedia = async (features: Record<string, string> = {}): Promise<boolean> =>
  (await executeServerCommand<Answer, typeof features>('media-features', features)).isEmulated;

/** Size of the page in CSS pixels. False where the engine cannot be told to. */
export const resizePage = async (width: number, height: number): Promise<boolean> =>
  (await executeServerCommand<Answer, object>('window-size', { width, height })).isEmulated;
