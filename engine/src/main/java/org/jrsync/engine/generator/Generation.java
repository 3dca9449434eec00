package org.jrsync.engine.generator;

import org.jrsync.engine.Session;
import org.jrsync.engine.SideSetup;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.options.DeleteMode;
import org.jrsync.engine.options.Options;
import org.jrsync.engine.receiver.Destination;
import org.jrsync.engine.receiver.NamedPlaces;
import org.jrsync.wire.WireOutput;
import org.jrsync.wire.flist.FileList;
import org.jrsync.wire.flist.FileListFormat;
import org.jspecify.annotations.Nullable;

/** The generator role with all that it works with. */
public final class Generation {
  private static final int FINAL_DONE = -1;

  private final WireOutput out;
  private final Generator generator;
  private final NamedPlaces places;

  /**
   * @param format the form of the file list
   * @param places the places that the options name, closed at the end
   * @param events what the receiver tells
   * @param requests takes what is wanted of a batch; null where none is read
   * @param stats this role's counts
   */
  public Generation(
      Session session,
      WireOutput out,
      SideSetup setup,
      FileListFormat format,
      Destination destination,
      NamedPlaces places,
      ReceiverEvents events,
      @Nullable BatchRequests requests,
      TransferStats stats) {
    this.out = out;
    this.places = places;
    Options options = session.options();
    DeleteMode deletes = deletesOf(options, session.protocol());
    boolean wholeFile = session.sendsWholeFiles();
    boolean tweaking = !options.listOnly && !options.dryRun && destination.localName() == null;
    GeneratorSteps.Setup steps =
        new GeneratorSteps.Setup(
            session,
            destination.tree(),
            out,
            setup.log(),
            stats,
            setup.lister(),
            setup.progress(),
            setup.companions().mayShareFiles(),
            places,
            requests,
            wholeFile || requests != null,
            deletes == DeleteMode.DELAY,
            destination.missing(),
            destination.created(),
            tweaking);
    generator =
        new Generator(
            session,
            out,
            new Parts(setup.newSegments(format)),
            events,
            requests,
            steps,
            stats,
            deletes,
            destination.localName(),
            destination.missing(),
            wholeFile);
  }

  private static DeleteMode deletesOf(Options options, int protocol) {
    if (options.deleteMode != DeleteMode.UNSPECIFIED) {
      return options.deleteMode;
    }
    return protocol < 30 ? DeleteMode.BEFORE : DeleteMode.DURING;
  }

  /** Notes a part of the list that has come already. */
  public void addPart(FileList list) {
    generator.addPart(list);
  }

  /** No further part will come. */
  public void partsComplete() {
    generator.partsComplete();
  }

  /**
   * Runs the role and says goodbye.
   *
   * @param last run before that, when all is done
   */
  public void run(Runnable last) {
    try {
      generator.run();
      last.run();
      out.writeNdx(FINAL_DONE);
      out.flush();
    } finally {
      generator.release();
      places.close();
    }
  }
}
