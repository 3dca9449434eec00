package org.jrsync.engine.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.jrsync.engine.ItemFlags;
import org.junit.jupiter.api.Test;

class ItemizeTest {
  private static final int FILE = 0100644;
  private static final int DIRECTORY = 0040755;
  private static final int LINK = 0120777;

  private static String letters(int flags, int mode) {
    return letters(new Itemize(false, true, true), flags, mode);
  }

  private static String letters(Itemize itemize, int flags, int mode) {
    TextBuilder out = new TextBuilder();
    itemize.append(out, flags, mode);
    return new String(out.toBytes(), ISO_8859_1);
  }

  @Test
  void newEntriesShowPluses() {
    int made = ItemFlags.IS_NEW | ItemFlags.LOCAL_CHANGE;
    assertThat(letters(ItemFlags.IS_NEW | ItemFlags.TRANSFER, FILE)).isEqualTo(">f+++++++++");
    assertThat(letters(made, DIRECTORY)).isEqualTo("cd+++++++++");
    assertThat(letters(made, LINK)).isEqualTo("cL+++++++++");
    assertThat(letters(made, 0020644)).isEqualTo("cD+++++++++");
    assertThat(letters(made, 0060644)).isEqualTo("cD+++++++++");
    assertThat(letters(made, 0010644)).isEqualTo("cS+++++++++");
    assertThat(letters(made, 0140644)).isEqualTo("cS+++++++++");
    assertThat(letters(made | ItemFlags.XNAME_FOLLOWS, FILE)).isEqualTo("hf+++++++++");
    assertThat(letters(ItemFlags.MISSING_DATA | ItemFlags.TRANSFER, FILE)).isEqualTo(">f?????????");
  }

  @Test
  void changesShowTheirLetters() {
    int all =
        ItemFlags.REPORT_CHANGE
            | ItemFlags.REPORT_SIZE
            | ItemFlags.REPORT_TIME
            | ItemFlags.REPORT_PERMS
            | ItemFlags.REPORT_OWNER
            | ItemFlags.REPORT_GROUP
            | ItemFlags.REPORT_ACL
            | ItemFlags.REPORT_XATTR;
    assertThat(letters(all | ItemFlags.TRANSFER, FILE)).isEqualTo(">fcstpog.ax");
    assertThat(letters(ItemFlags.REPORT_TIME, DIRECTORY)).isEqualTo(".d..t......");
    assertThat(letters(ItemFlags.REPORT_ATIME, FILE)).isEqualTo(".f......u..");
    assertThat(letters(ItemFlags.REPORT_CRTIME, FILE)).isEqualTo(".f......n..");
    assertThat(letters(ItemFlags.REPORT_ATIME | ItemFlags.REPORT_CRTIME, FILE))
        .isEqualTo(".f......b..");
    assertThat(letters(ItemFlags.REPORT_TIME | ItemFlags.REPORT_TIMEFAIL, LINK))
        .isEqualTo(".L..T......");
    assertThat(letters(ItemFlags.REPORT_TIME, LINK)).isEqualTo(".L..t......");
    Itemize noTimes = new Itemize(true, false, true);
    assertThat(letters(noTimes, ItemFlags.TRANSFER | ItemFlags.REPORT_TIME, FILE))
        .isEqualTo("<f..T......");
    assertThat(letters(new Itemize(false, true, false), ItemFlags.REPORT_TIME, LINK))
        .isEqualTo(".L..T......");
  }

  @Test
  void nothingChangedShowsSpacesUnlessDataIsTransferred() {
    assertThat(letters(0, FILE)).isEqualTo(".f         ");
    assertThat(letters(ItemFlags.LOCAL_CHANGE, LINK)).isEqualTo("cL         ");
    assertThat(letters(ItemFlags.LOCAL_CHANGE | ItemFlags.XNAME_FOLLOWS, FILE))
        .isEqualTo("hf         ");
    assertThat(letters(ItemFlags.TRANSFER, FILE)).isEqualTo(">f.........");
    assertThat(letters(ItemFlags.DELETED, FILE)).isEqualTo("*deleting  ");
  }
}
