/* Generated from schemas/findings.schema.json by npm run generate. */

/**
 * What is wrong in a fleet repository, as `clusterwright validate --format json` writes it.
 */
export interface FindingsDocument {
  /**
   * Version of this document's format.
   */
  apiVersion: 'clusterwright.io/v1alpha1';
  /**
   * Kind of this document.
   */
  kind: 'Findings';
  /**
   * Version of clusterwright that validated.
   */
  toolVersion: string;
  /**
   * How many YAML files were read.
   */
  files: number;
  /**
   * How many findings are errors.
   */
  errors: number;
  /**
   * How many findings are warnings.
   */
  warnings: number;
  /**
   * What the report is limited to, with --since.
   */
  since?: {
    /**
     * Revision that the option named.
     */
    revision: string;
    /**
     * Full id of the commit that was compared with: the last one that the revision and HEAD share.
     */
    commit: string;
    /**
     * How many findings were left out, because that commit had them and their files have not changed since.
     */
    olderFindings: number;
  };
  /**
   * One entry a mistake, by file and line.
   */
  findings: FindingEntry[];
}
/**
 * A mistake, or something doubtful.
 */
export interface FindingEntry {
  /**
   * Stable number of the rule; docs/rules.md lists them.
   */
  code: string;
  /**
   * An error stops render, plan and apply; a warning does not.
   */
  severity: 'error' | 'warning';
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * Dotted path of the field, for example spec.scaling.min. Empty for a whole document or file.
   */
  path: string;
  /**
   * What is wrong.
   */
  message: string;
  /**
   * What to do about it.
   */
  hint?: string;
  /**
   * Other places that the message is about.
   */
  related?: RelatedPlaceEntry[];
}
/**
 * Another place that a message is about.
 */
export interface RelatedPlaceEntry {
  /**
   * Path of the file, relative to the fleet's folder, with forward slashes.
   */
  file: string;
  /**
   * Line, counted from 1.
   */
  line: number;
  /**
   * Column, counted from 1 in UTF-16 code units.
   */
  column: number;
  /**
   * What stands there, for example cluster prod-a.
   */
  message: string;
}
