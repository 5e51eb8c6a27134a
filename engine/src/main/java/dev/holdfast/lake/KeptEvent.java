package dev.holdfast.lake;

import dev.holdfast.model.Event;

/**
 * An event on its way into the lake, with the facts that every log has in some way; empty where it has none.
 *
 * @param event the event
 * @param classUid number of its class in OCSF, 0 for none
 * @param actor who acted
 * @param accessKey the access key used
 * @param sourceIp where it came from
 * @param account the account it concerns
 * @param region the region it concerns
 * @param error why it was refused
 * @param name its name
 * @param resource what it is about
 */
public record KeptEvent(
        Event event,
        int classUid,
        String actor,
        String accessKey,
        String sourceIp,
        String account,
        String region,
        String error,
        String name,
        String resource) {}
