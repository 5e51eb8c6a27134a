package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The content of this repository, read once for all tests. */
public final class ShippedContent {
    public static final List<ContentError> ERRORS = new ArrayList<>();
    private static final ContentFolder FOLDER =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root", ".."), "content")));
    public static final List<TableDefinition> TABLES = TableReader.read(FOLDER, ERRORS);
    public static final List<Check> CHECKS = CheckReader.read(FOLDER, ERRORS);
    public static final List<Framework> FRAMEWORKS = FrameworkReader.read(FOLDER, ERRORS);

    private ShippedContent() {}
}
