package org.jrsync.client;

import java.nio.file.Path;

/** The README's example, so that it compiles. */
final class ReadmeExample {
  private ReadmeExample() {}

  static Result backUp(Path home) {
    Rsync rsync =
        Rsync.builder()
            .archive(true)
            .delete(true)
            .option("--exclude=*.o")
            .contentsOf(home)
            .destination("rsync://backup.example/home/")
            .itemize(true)
            .listener(
                new TransferListener() {
                  @Override
                  public void entry(ChangedEntry entry) {
                    System.out.println(entry.printable());
                  }

                  @Override
                  public void message(Message message) {
                    System.err.println(message.printable());
                  }
                })
            .build();
    Result result = rsync.run(); // rsync.cancel() ends it from another thread.
    if (result.isSuccess()) {
      System.out.println(result.statistics().transferredFiles() + " files transferred");
    }
    return result;
  }
}
