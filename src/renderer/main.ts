import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import 'katex/dist/katex.min.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/forms.css'
import './styles/fading.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect } from './connect'
import { start } from './shells/startup'
import { useSessionStore } from './stores/sessionStore'

const app = createApp(App)
app.use(createPinia())
// Sets the theme before anything is drawn.
useSessionStore()
app.mount('#app')
void start(connect())
