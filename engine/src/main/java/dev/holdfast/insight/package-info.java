/**
 * Facts that many checks need, computed once: policy statements, open ports, points to restore from. A workspace over a
 * snapshot comes in and goes out with more tables. It must not know how facts were collected, who judges by them, or
 * what is good or bad.
 */
@NullMarked
package dev.holdfast.insight;

import org.jspecify.annotations.NullMarked;
