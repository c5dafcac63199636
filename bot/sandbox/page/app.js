/** Puts the page together: one store, the parts that show it, and the live updates that refresh it. */

import { Announcer } from "./announce.js";
import { ClockBar } from "./clock.js";
import { Composer } from "./composer.js";
import { ConversationHeader } from "./conversation_header.js";
import { byId } from "./dom.js";
import { Home } from "./home.js";
import { LiveUpdates } from "./live.js";
import { MessageList } from "./message_list.js";
import { Modal } from "./modal.js";
import { People } from "./people.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";

const store = new Store();
const composer = new Composer(store);
const messages = new MessageList(store, (message) => composer.replyTo(message));
const announcer = new Announcer();
const parts = [new Sidebar(store), new ConversationHeader(store), composer, messages, new ClockBar(store), new People(store), new Home(store), new Modal(store)];
let isLive = true;

const live = new LiveUpdates(
  () => void store.refresh(),
  (isConnected) => {
    isLive = isConnected;
    showBanners();
  },
);

function showBanners() {
  const problem = store.problem ?? (isLive ? null : "The connection to the local workspace is lost. This page keeps trying.");
  byId("problem-banner").hidden = problem === null;
  byId("problem-banner").textContent = problem ?? "";
  const app = store.state?.app;
  byId("offline-banner").hidden = !app || app.is_connected;
  if (app) byId("offline-banner").textContent = `${app.name} is offline. It is not connected to this workspace, so it answers nothing until it is started.`;
}

store.subscribe(() => {
  for (const part of parts) part.render();
  announcer.follow(store);
  showBanners();
  if (store.state) live.follow(store.state.me.id);
  document.body.classList.toggle("loaded", store.state !== null);
});

window.addEventListener("hashchange", () => void store.followRoute());
void store.followRoute();
