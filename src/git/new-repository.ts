import { simpleGit } from 'simple-git';

/** A repository in a folder, for the demo: commits whatever the folder holds under a fixed author. */
export interface NewRepository {
  /** Commits everything in the folder and resolves to the abbreviated commit id. */
  commitAll(message: string): Promise<string>;
}

/** Makes a Git repository in `directory`, untouched by the user's own Git configuration for hooks and signatures. */
export async function newRepository(directory: string): Promise<NewRepository> {
  const git = simpleGit({
    baseDir: directory,
    config: ['user.name=clusterwright demo', 'user.email=demo@example.com', 'commit.gpgsign=false'],
  });
  await git.init(['--initial-branch=main']);
  return {
    async commitAll(message) {
      await git.add('.');
      await git.commit(message);
      return git.revparse(['--short', 'HEAD']);
    },
  };
}
