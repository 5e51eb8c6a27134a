/**
 * Values in, stable machine formats out: the product's own JSON, OCSF and CSV. Members are in a fixed order, lists are
 * sorted, and times are UTC with Z, so that two reports over the same values have the same bytes. Member names are a
 * promise to other programs and change only with {@code schemaVersion}. It must not know how people are shown the same
 * things.
 */
@NullMarked
package dev.holdfast.report.data;

import org.jspecify.annotations.NullMarked;
