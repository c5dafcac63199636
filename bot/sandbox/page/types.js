/**
 * The shapes that the workspace's server sends, named once for every module.
 *
 * @typedef {{id: string, name: string, real_name: string, title: string, tz: string, tz_offset: number, is_guest: boolean,
 *            is_bot: boolean, deleted: boolean}} Person
 * @typedef {{id: string, name: string, kind: "public_channel"|"private_channel"|"im", topic?: string,
 *            is_member: boolean, bot_is_member: boolean, members: string[], with?: string,
 *            unread: number, last_ts: string|null}} Conversation
 * @typedef {{command: string, description: string, usage_hint?: string}} Command
 * @typedef {{id: string, name: string, bot_user_id: string, is_connected: boolean, commands: Command[],
 *            messages_tab_is_read_only: boolean, has_home_tab?: boolean}} AppInfo
 * @typedef {{now: string, moving: boolean}} ClockInfo
 * @typedef {{me: Person, clock: ClockInfo, app: AppInfo, people: Person[],
 *            conversations: Conversation[], modal: View|null, home?: View|null}} WorkspaceState
 * @typedef {{ts: string, user: string, text: string, blocks?: any[], attachments?: any[], edited: boolean,
 *            ephemeral: boolean, thread_ts?: string, is_bot: boolean, warning?: string}} Message
 * @typedef {{id: string, hash?: string, title: {text: string}, submit?: {text: string},
 *            close?: {text: string}, blocks: any[]}} View
 * @typedef {{ok: boolean, error?: string, message?: string, errors?: Record<string, string>,
 *            conversation?: string}} Outcome
 * @typedef {string|number|string[]|null} Value
 */

export {};
