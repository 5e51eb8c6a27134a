package dev.holdfast.template;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document of the baseline that a template is to stand for.
 *
 * @param document its id
 * @param account account id
 * @param region region code
 * @param parameters the document's parameters, complete
 */
public record Wanted(String document, String account, String region, ObjectNode parameters) {}
