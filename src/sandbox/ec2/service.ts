import type { Nodes } from '../autoscaling/nodes.js';
import { currentGroups } from '../autoscaling/nodes.js';
import { AwsFault } from '../fault.js';
import { queryParameters } from '../query-protocol.js';
import type { SandboxService } from '../service.js';
import { xmlDocument } from '../xml.js';
import type { Action } from './call.js';
import { describe } from './describe.js';
import { imageDescription } from './image-description.js';
import { instanceDescription, terminateInstances } from './instances.js';
import { launchTemplateDescription, launchTemplateVersionDescription } from './launch-templates.js';
import * as networks from './networks.js';
import { createRoute, deleteRoute, replaceRoute, routeTableDescription } from './routes.js';
import { authorize, revoke } from './security-group-actions.js';
import { securityGroupDescription, securityGroupRuleDescription } from './security-groups.js';
import { createTags, deleteTags } from './tags.js';
import { ec2Value } from './xml-lists.js';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2: what stacks and groups have made is looked at here, and changed behind their backs. */
export function ec2(nodes: Nodes): SandboxService {
  return async request => {
    const parameters = queryParameters(request.body, request.url);
    const name = parameters.get('Action') ?? '';
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (name === '') throw new AwsFault('MissingAction', 'The request must contain the parameter Action');
    if (!action) throw new AwsFault('InvalidAction', `The action ${name} is not valid for this web service.`);
    const place = { accountId: request.caller.accountId, region: request.region };
    // Instances move on as time passes.
    await currentGroups(nodes, place);
    const result = await action({ nodes, parameters, place });
    const content = { requestId: request.requestId, ...(ec2Value(result) as object) };
    return {
      status: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': request.requestId },
      body: xmlDocument(`${name}Response`, content, namespace),
    };
  };
}

const actions: Readonly<Record<string, Action>> = {
  AuthorizeSecurityGroupEgress: authorize('egress'),
  AuthorizeSecurityGroupIngress: authorize('ingress'),
  CreateRoute: createRoute,
  CreateTags: createTags,
  DeleteRoute: deleteRoute,
  DeleteTags: deleteTags,
  DescribeImages: describe(imageDescription),
  DescribeInstances: describe(instanceDescription),
  DescribeLaunchTemplateVersions: describe(launchTemplateVersionDescription),
  DescribeLaunchTemplates: describe(launchTemplateDescription),
  DescribeNetworkInterfaces: describe(networks.networkInterfaceDescription),
  DescribeRouteTables: describe(routeTableDescription),
  DescribeSecurityGroupRules: describe(securityGroupRuleDescription),
  DescribeSecurityGroups: describe(securityGroupDescription),
  DescribeSubnets: describe(networks.subnetDescription),
  DescribeVolumes: describe(networks.volumeDescription),
  DescribeVpcPeeringConnections: describe(networks.peeringDescription),
  DescribeVpcs: describe(networks.vpcDescription),
  ReplaceRoute: replaceRoute,
  RevokeSecurityGroupEgress: revoke('egress'),
  RevokeSecurityGroupIngress: revoke('ingress'),
  TerminateInstances: terminateInstances,
};
