import { afterEach, expect, test, vi } from 'vitest';
import { CommandError, defineCommand } from './command.ts';

const ran = vi.fn();
const greet = defineCommand({
  takes: 'NAME',
  summary: 'Greets somebody.',
  options: {
    loud: { type: 'boolean', default: false, says: 'in capitals' },
    times: { type: 'string', value: 'N', default: '1', says: 'how often' },
  },
  run: ran,
});
afterEach(() => {
  ran.mockClear();
  vi.restoreAllMocks();
});

test('what was typed reaches the command, and what was not has its default', async () => {
  await greet.run('greet', ['Ada', '--loud']);
  expect(ran).toHaveBeenCalledWith({ loud: true, times: '1' }, ['Ada']);
});

test('an option there is none of is refused with how the command is written', async () => {
  const refusal = await greet.run('greet', ['--lout']).catch((e: unknown) => e);
  expect(refusal).toBeInstanceOf(CommandError);
  expect((refusal as Error).message).toBe("Unknown option '--lout'\ndrydock greet NAME [--loud] [--times N]");
  expect(ran).not.toHaveBeenCalled();
});

test('help says what each option is for, and nothing is done', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await greet.run('greet', ['Ada', '--help']);
  expect(said.mock.calls[0]?.[0]).toBe(
    'drydock greet NAME [--loud] [--times N]\n\nGreets somebody.\n  --loud     in capitals\n  --times N  how often',
  );
  expect(ran).not.toHaveBeenCalled();
});
