package dev.holdfast.detect;

import java.util.List;

/** A rule taken apart: how the answers to numbered questions make it hit. */
sealed interface Formula {
    /** Gives the answers. */
    @FunctionalInterface
    interface Answers {
        boolean of(int predicate);
    }

    boolean holds(Answers answers);

    /** One question. */
    record Ask(int predicate) implements Formula {
        @Override
        public boolean holds(Answers answers) {
            return answers.of(predicate);
        }
    }

    /** All parts. */
    record And(List<Formula> parts) implements Formula {
        @Override
        public boolean holds(Answers answers) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).holds(answers)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One part. */
    record Or(List<Formula> parts) implements Formula {
        @Override
        public boolean holds(Answers answers) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).holds(answers)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The negation. */
    record Not(Formula part) implements Formula {
        @Override
        public boolean holds(Answers answers) {
            return !part.holds(answers);
        }
    }

    /** Never. */
    record False() implements Formula {
        @Override
        public boolean holds(Answers answers) {
            return false;
        }
    }
}
