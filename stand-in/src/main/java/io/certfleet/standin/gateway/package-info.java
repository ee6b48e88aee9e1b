/** The one port: reads requests of AWS's protocols, has them pass quotas and policies, and writes the answers. */
package io.certfleet.standin.gateway;
