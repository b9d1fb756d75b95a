package io.rehydrate.migrate;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Git without anybody's configuration: no {@code ~/.gitconfig}, no {@code /etc/gitconfig}, so no
 * {@code insteadOf}, no credential helper, no proxy and no filter that a person once set.
 */
final class IsolatedGitConfig extends SystemReader.Delegate {

  private IsolatedGitConfig(SystemReader system) {
    super(system);
  }

  /** For the whole process: JGit keeps one. */
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedGitConfig)) {
      SystemReader.setInstance(new IsolatedGitConfig(SystemReader.getInstance()));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  private static final class Empty extends FileBasedConfig {
    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // there is no file
    }

    @Override
    public void save() {
      // JGit would keep its measurements of the file system here
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
