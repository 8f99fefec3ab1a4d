import { exitCodes } from '../errors.js';
import type { CommandContext } from './context.js';
import { type Stage, withStage } from './demo-stage.js';
import { chapters } from './demo-story.js';

/**
 * Plays the whole story on an embedded sandbox with the example fleet in a Git repository of its own. Resolves to 0
 * only if every step ended as told; leaves nothing behind either way.
 */
export async function demo(context: CommandContext): Promise<number> {
  const started = performance.now();
  await withStage(context, async stage => {
    stage.say('clusterwright demo: a fleet repository and a local AWS, both temporary. Nothing leaves this machine.');
    for (const [index, chapter] of chapters.entries()) {
      stage.heading(`${index + 1}/${chapters.length}  ${chapter.title}`);
      await chapter.play(stage);
    }
    summary(stage, Math.round((performance.now() - started) / 1000));
  });
  return exitCodes.done;
}

function summary(stage: Stage, seconds: number): void {
  stage.heading(`Done in ${seconds} s: every step ended as told`);
  stage.say(
    [
      'The repository and the local AWS are gone again. To try it by hand:',
      '',
      '  clusterwright sandbox --port 4566        # in one terminal; it prints the lines to use it',
      '  cp -r examples/fleet ~/fleet             # in another; then git init, add, commit',
      '  clusterwright plan -C ~/fleet            # what a commit would change',
      '  clusterwright apply -C ~/fleet           # bring it up, change something, plan and apply again',
      '',
      'README.md says what is there and what is not yet; examples/fleet explains the specs.',
    ].join('\n'),
  );
}
