/**
 * Reads the folder of content (tables, checks, frameworks, detections, log sources, runbooks) into validated units.
 * Files of people come in; typed units, or every problem at once with file and line, go out. It must not know AWS
 * itself (it asks an {@link dev.holdfast.model.OperationCatalog}), databases, or what is done with the units.
 */
@NullMarked
package dev.holdfast.content;

import org.jspecify.annotations.NullMarked;
