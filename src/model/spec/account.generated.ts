/* Generated from schemas/account.schema.json by npm run generate. */

/**
 * An AWS account and the roles clusterwright uses in it.
 */
export interface AccountDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Account';
  /**
   * Name of the account.
   */
  metadata: {
    /**
     * Name that clusters and networks refer to: lower-case letters, digits and hyphens, beginning with a letter.
     */
    name: string;
  };
  /**
   * The account.
   */
  spec: {
    /**
     * The 12-digit account id, quoted: unquoted, YAML reads a number and loses leading zeros.
     */
    id: string;
    /**
     * External id passed when the plan and apply roles are assumed: 2 to 1224 letters, digits and +=,.@:/_-.
     */
    externalId?: string;
    /**
     * IAM roles in this account.
     */
    roles: {
      /**
       * Assumed to read stacks and make change sets.
       */
      plan: string;
      /**
       * Assumed to execute change sets, upload node configs and encrypt secrets.
       */
      apply: string;
      /**
       * Passed to CloudFormation, which acts with it.
       */
      service: string;
    };
    /**
     * Managed policy that bounds every role that stacks create in this account.
     */
    permissionsBoundary?: string;
    /**
     * Quotas that AWS raised for the account, so that validate does not warn below them.
     */
    quotas?: {
      /**
       * VPCs in a region (default 5).
       */
      vpcs?: number;
      /**
       * Elastic IP addresses in a region (default 5).
       */
      elasticIps?: number;
      /**
       * NAT gateways in an availability zone (default 5).
       */
      natGatewaysPerZone?: number;
      /**
       * Network load balancers in a region (default 50).
       */
      networkLoadBalancers?: number;
      /**
       * CloudFormation stacks in a region (default 2000).
       */
      stacks?: number;
      /**
       * IPv4 blocks of a VPC (default 5).
       */
      blocksPerVpc?: number;
      /**
       * Peering connections of a VPC (default 50).
       */
      peeringsPerVpc?: number;
      /**
       * Routes of a route table (default 50).
       */
      routesPerTable?: number;
      /**
       * Inbound rules of a security group (default 60).
       */
      rulesPerSecurityGroup?: number;
    };
  };
}
