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
  };
}
