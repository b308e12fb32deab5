export const partyRoles = ['controller', 'joint-controller', 'processor', 'host'] as const;
export type PartyRole = (typeof partyRoles)[number];

export const partyKinds = ['national-society', 'international-organisation', 'company', 'public-body', 'other'] as const;
export type PartyKind = (typeof partyKinds)[number];
