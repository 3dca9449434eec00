package org.jrsync.engine.generator;

import java.util.function.IntFunction;
import org.jrsync.engine.OldProtocol;
import org.jrsync.engine.Session;
import org.jrsync.engine.TransferProgress;
import org.jrsync.engine.TransferStats;
import org.jrsync.engine.basis.AlternateDirectories;
import org.jrsync.engine.batch.BatchRequests;
import org.jrsync.engine.metadata.AttributeSetter;
import org.jrsync.engine.receiver.NamedPlaces;
import org.jrsync.engine.report.EntryLister;
import org.jrsync.engine.report.ItemLog;
import org.jrsync.engine.tree.Tree;
import org.jrsync.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/** The generator's steps, put together. */
record GeneratorSteps(
    Tree tree,
    EntryStep entry,
    ParentCheck parents,
    DirectoryStep directories,
    HardLinkStep hardLinks,
    SettledSources sources,
    Deleter deleter,
    DirectoryCleaner cleaner,
    EntryLister lister) {

  /** Puts the steps together once it is known who keeps the books. */
  interface Factory {
    <B extends HardLinkStep.Waiting & FileStep.Requests> GeneratorSteps create(
        B bookkeeping, IntFunction<Candidate> look);
  }

  /**
   * Where and how the steps work.
   *
   * @param progress told of what is listed for deletion
   * @param twoThreads whether a second thread may help with a file
   * @param places the places that the options name
   * @param requests takes what is wanted of a batch; null where none is read
   * @param wholeFile whether no signatures are sent
   * @param delayDeletes whether deletions found during the walk are put off
   * @param destinationMissing whether the destination would only be made by a real run
   * @param destinationCreated whether the destination directory has been made just now
   * @param tweaking whether directories are opened to their owner and touched up afterwards
   */
  record Setup(
      Session session,
      Tree tree,
      WireOutput out,
      ItemLog log,
      TransferStats stats,
      EntryLister lister,
      TransferProgress progress,
      boolean twoThreads,
      NamedPlaces places,
      @Nullable BatchRequests requests,
      boolean wholeFile,
      boolean delayDeletes,
      boolean destinationMissing,
      boolean destinationCreated,
      boolean tweaking)
      implements Factory {

    @Override
    public <B extends HardLinkStep.Waiting & FileStep.Requests> GeneratorSteps create(
        B bookkeeping, IntFunction<Candidate> look) {
      MadeNames made = MadeNames.of(session, log);
      boolean told = OldProtocol.hasItemFlags(session.protocol()) || !session.options().server;
      int report = told && log.itemizeLevel() > 0 ? 0 : AttributeSetter.REPORT;
      AttributeSetter attributes = new AttributeSetter(session, tree);
      StoredAttributes stored = new StoredAttributes(session);
      QuickCheck check = new QuickCheck(session, tree, attributes, stored);
      ItemWriter items =
          new ItemWriter(session, tree, out, requests, check, attributes, stored, log);
      LocalListing listing = new LocalListing(session, tree, progress);
      AlternateDirectories alternates = places.alternates();
      Deleter deleter = new Deleter(session, tree, listing, log, stats, places.backups());
      NodeCreator creator = new NodeCreator(session, tree, deleter, places.backups());
      AlternateSearch search = alternates == null ? null : new AlternateSearch(alternates, check);
      AlternateMembers members =
          alternates == null
              ? null
              : new AlternateMembers(session, alternates, check, items, report != 0);
      SettledSources sources = new SettledSources(session, tree, out);
      HardLinkStep hardLinks =
          new HardLinkStep(
              session,
              tree,
              creator,
              items,
              look,
              bookkeeping,
              sources,
              made,
              report != 0,
              members);
      AlternateNodes otherNodes =
          alternates == null || search == null
              ? null
              : new AlternateNodes(
                  session, alternates, search, creator, items, hardLinks, report != 0);
      AlternateFiles otherFiles =
          alternates == null || search == null
              ? null
              : new AlternateFiles(
                  session,
                  tree,
                  alternates,
                  search,
                  creator,
                  new LocalCopy(session, tree, attributes, places.temporary()),
                  items,
                  hardLinks,
                  report != 0);
      DirectoryStep directories =
          new DirectoryStep(
              session, tree, items, attributes, check, deleter, otherNodes, made, tweaking);
      if (destinationCreated) {
        directories.states().markCreated(0);
      }
      NodeStep nodes =
          new NodeStep(
              session,
              creator,
              items,
              attributes,
              check,
              hardLinks,
              sources,
              otherNodes,
              report,
              made);
      SignatureSender signatures =
          new SignatureSender(out, session.negotiated()::newBlockChecksum, twoThreads);
      int fuzzy = session.options().fuzzy;
      FuzzySearch similar =
          fuzzy == 0 ? null : new FuzzySearch(session, tree, fuzzy > 1 ? alternates : null);
      FileStep files =
          new FileStep(
              session,
              tree,
              deleter,
              items,
              attributes,
              check,
              hardLinks,
              sources,
              signatures,
              otherFiles,
              similar,
              places,
              bookkeeping,
              wholeFile,
              report);
      EntryStep entry =
          new EntryStep(
              session,
              tree,
              directories,
              nodes,
              files,
              hardLinks,
              check,
              deleter,
              destinationMissing);
      ParentCheck parents =
          new ParentCheck(session, tree, directories, session.negotiated().incRecurse());
      DirectoryCleaner cleaner = new DirectoryCleaner(session, listing, deleter, delayDeletes);
      return new GeneratorSteps(
          tree, entry, parents, directories, hardLinks, sources, deleter, cleaner, lister);
    }
  }
}
