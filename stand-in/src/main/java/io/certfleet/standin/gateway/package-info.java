/**
 * The one port: reads requests of AWS's protocols, has them pass quotas and policies, and writes the answers. Own
 * code, because the embedded emulators have a port each and know neither callers nor quotas.
 */
package io.certfleet.standin.gateway;
