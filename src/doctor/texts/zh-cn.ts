// The doctor's texts in Simplified Chinese.

import type { DoctorTexts } from './en.js';

export const zhCN: DoctorTexts = {
  checks: {
    'page-settings': '页面设置',
    copies: '本库的副本',
    elements: '页面上的元素',
    browser: '浏览器',
    'built-ins': '被其他脚本替换的函数',
    'page-life': '页面可见且在线',
    'trusted-types': 'Trusted Types',
    address: '服务器（微语）地址',
    'csp-frame': '页面策略与框架',
    'csp-connect': '页面策略与请求',
    'csp-form': '页面策略与表单',
    permissions: '框架的权限',
    isolation: '跨源隔离',
    storage: '工作台的存储',
    'local-network': '访问本地网络',
    api: '服务器的 API',
    'token-accepted': '服务器是否接受令牌',
    token: '令牌本身',
    clock: '时钟',
    'token-source': '令牌来源',
    bridge: '桥接脚本',
    frame: '框架',
    framing: '服务器是否允许嵌入',
    place: '在页面上的位置',
    language: '语言',
    events: '最近的事件',
  },
  findings: {
    'not-checked': ['由于 {check}，没有检查。'],
    'settings-tag': ['正在使用 script 标签的设置。'],
    'settings-configure': ['正在使用 configure() 的设置。'],
    'settings-none': [
      '本页面没有任何设置。',
      '请写明一次服务器：在 script 标签上写 data-server="https://desk.example.com"，或调用 configure({ server })。否则会把页面自身的来源当作服务器，CMS 中的块也保持原样。',
    ],
    'settings-refused': [
      '出现了两套不同的设置，例如来自两个 script 标签。第一套有效，另一套被忽略。不同之处：{keys}',
      '请找到第二个 script 标签或 configure()（主题、插件或打包文件中）并删除，或让两者内容一致。',
    ],
    'settings-tags-differ': [
      '多个 script 标签写明了服务器且互不相同，因此都不生效。不同之处：{keys}',
      '请只保留一个带 data-server 的 script 标签，或让它们的属性完全相同。',
    ],
    'settings-no-server': [
      '页面写明了令牌接口，却没有写明服务器。',
      '请在令牌接口旁加上 data-server（或 configure() 的 server），使令牌只能送往该服务器。',
    ],
    'copies-one': ['元素由本库的一个副本注册。'],
    'copies-many': [
      '页面上有本库的 {count} 个副本，元素由第一个注册。',
      '请只加载一次：用 script 标签或打包文件，不要两者都用。',
    ],
    'copies-undefined': [
      '元素没有注册：浏览器把 <bytedesk-workspace> 当作未知标签。',
      '请加载 dist/bytedesk-embed.js，或导入 bytedesk-embed/define。请在开发者工具的控制台中查找该文件的错误，并在网络面板中查看它的地址（404，或被 script-src 拦截）。',
    ],
    'copies-unknown': ['无法得知页面上有几个副本。'],
    'elements-there': ['页面上的元素：{count} 个。'],
    'elements-none': [
      '页面上既没有工作台，也没有登录按钮。',
      '请添加 <bytedesk-workspace> 或块 <div data-bytedesk="workspace"></div>。如果已经添加，请检查是否被编辑器或过滤器删除：docs/cms.md。',
    ],
    'elements-blocks': [
      '有 {count} 个块没有变成元素，脚本没有挂载它们。',
      '块需要页面设置中的服务器、可用的值（开发者工具的控制台会指出错误的那个），并且不能位于正在编辑的区域。',
    ],
    'browser-complete': ['浏览器具备本库所用的全部功能。'],
    'browser-lacks': ['此浏览器缺少：{names}。工作台仍然可用。', '如果故障与其中之一有关，请更新浏览器。'],
    'built-ins-own': ['本库所用的函数都没有被替换。'],
    'built-ins-replaced': [
      '其他脚本替换了：{names}。',
      '如果在没有该脚本（旧框架、监控脚本、浏览器扩展）的页面上故障消失，请告知其作者。',
    ],
    'page-shown': ['页面可见，浏览器表示在线。'],
    'page-hidden': [
      '页面被隐藏或在后台预加载。在显示之前不会请求令牌，也不会检查。',
      '请把页面切换到前台后再试。',
    ],
    'page-offline': [
      '浏览器表示处于离线状态。在 VPN 或防火墙之后，这可能有误。',
      '请点击面板中的“重试”：仍会尝试一次。如果本页面的请求失败，请先修复网络。',
    ],
    'trusted-types-free': ['Trusted Types 在此没有妨碍。'],
    'trusted-types-enforced': ['页面强制使用 Trusted Types。本库不需要自己的策略。'],
    'trusted-types-refused': [
      'Trusted Types 拒绝了本库的某个操作。',
      '请附上此文本报告问题。在此之前请从页面策略中去掉 require-trusted-types-for。',
    ],
    'trusted-types-unknown': ['页面无法得知是否强制使用 Trusted Types。'],
    'address-good': ['工作台位于 {server}，API 位于 {api}。'],
    'address-own': [
      '服务器就是本页面自身（{server}）：没有写明其他服务器。',
      '请用 data-server 或 server 写明服务器。如果它确实在此来源上，则框架与页面之间互不设防。',
    ],
    'address-refused': [
      '有一项设置不可用：{text}',
      '请修改句中所指的属性或页面设置。服务器形如 https://desk.example.com，路径形如 /agent/chat。',
    ],
    'address-untrusted': [
      '标记中的一项设置被拒绝：{text} 标记中写的是 {refused}。页面设置允许：{allowed}',
      '如果该属性写错了，请删除它：页面自身的设置随即生效。如果确实需要，请按句中所说在页面设置中写明同一地址，或用脚本设置该属性。',
    ],
    'address-mixed': [
      '本页面使用 https，而服务器使用 http：浏览器不会显示任何内容。',
      '请为服务器配置证书，并用 https:// 写明。（localhost 可以使用 http。）',
    ],
    'csp-frame-none': ['不需要框架。'],
    'csp-frame-allowed': ['页面策略允许加载框架。'],
    'csp-frame-blocked': [
      '页面的 Content-Security-Policy 拒绝了框架：{now} 中没有 {desk}。',
      '请在页面已发送的策略（响应头或 <meta>）中，把 {desk} 加到 frame-src 的来源里。如果没有 frame-src，请以 default-src 的来源为起点新写一条。另加一条策略没有用。此后策略中应有：\n{line}',
    ],
    'csp-frame-unknown': [
      '框架中尚未加载任何内容，而以响应头发送的策略无法从页面读取。',
      '请在开发者工具的控制台中查找“frame-src”。只有找到时，才在页面已发送的策略中把 {desk} 加到 frame-src 的来源里。',
    ],
    'csp-connect-allowed': ['页面策略允许访问 API。'],
    'csp-connect-blocked': [
      '页面的 Content-Security-Policy 拒绝了对 API 或令牌接口的请求：{now} 中没有 {desk}。',
      '请在页面已发送的策略（响应头或 <meta>）中，把 {desk} 加到 connect-src 的来源里。如果没有 connect-src，请以 default-src 的来源为起点新写一条。另加一条策略没有用。此后策略中应有：\n{line}',
    ],
    'csp-connect-unknown': [
      '没有请求成功，因此无法判断策略。',
      '请在开发者工具的控制台中查找“connect-src”。只有找到时，才在页面已发送的策略中把 {desk} 加到 connect-src 的来源里。',
    ],
    'csp-form-none': ['不发送表单。'],
    'csp-form-allowed': ['页面策略允许发送表单。'],
    'csp-form-blocked': [
      '页面的 Content-Security-Policy 拒绝了表单：{now} 中没有 {desk}。',
      '请使用 mode="open"，它不需要表单；或让页面已发送的策略中有：\n{line}',
    ],
    'csp-form-unknown': [
      '在有人发送表单之前，无法得知页面策略是否允许。',
      '如果点击后没有反应，请在开发者工具的控制台中查找“form-action”。如果找到，策略中应有：\n{line}',
    ],
    'permissions-allowed': ['框架所需的功能，页面都可以转授。'],
    'permissions-denied': [
      '页面自身的 Permissions-Policy 禁止：{names}。工作台无法使用它们。',
      '请对页面和服务器放行，例如：Permissions-Policy: microphone=(self "https://desk.example.com")',
    ],
    'permissions-unknown': [
      '此浏览器不告诉页面其 Permissions-Policy 禁止了什么。',
      '如果通话、屏幕共享或复制失败，请检查页面的 Permissions-Policy 响应头。',
    ],
    'isolation-none': ['页面没有跨源隔离。'],
    'isolation-ephemeral': ['页面处于跨源隔离，框架为 credentialless 框架。'],
    'isolation-blocks': [
      '页面处于跨源隔离，地址中带有令牌的框架不能加载。',
      '请设置 storage="ephemeral"（Chromium）；或使用 delivery="bridge"，并让服务器发送 Cross-Origin-Embedder-Policy 和 Cross-Origin-Resource-Policy: cross-origin；或去掉页面的 Cross-Origin-Embedder-Policy。',
    ],
    'isolation-desk': [
      '页面处于跨源隔离。只有服务器发送正确的响应头，普通框架才能加载。',
      '在服务器上：Cross-Origin-Embedder-Policy: require-corp 和 Cross-Origin-Resource-Policy: cross-origin。',
    ],
    'storage-own-site': ['页面与服务器属于同一站点：工作台像在独立标签页中一样保持登录。'],
    'storage-blocked': [
      '浏览器不允许本页面使用存储。工作台多半也没有存储：会一片空白或立即退出登录。',
      '请允许本页面和服务器的网站数据。沙盒框架中的页面需要 allow-same-origin。',
    ],
    'storage-ephemeral': [
      '工作台的存储随页面一起消失：每次打开页面都会重新下载并重新登录。',
      '除非多人共用此浏览器，请设置 storage="persistent"。',
    ],
    'storage-partitioned': [
      '页面与服务器属于不同站点：浏览器会把工作台的登录与其独立标签页中的登录分开，Safari、无痕窗口和严格设置可能会拒绝或删除它。',
      '请把服务器放在页面自身站点之下（例如 www.example.com 使用 desk.example.com），或使用会自动重新登录的 delivery="bridge"。',
    ],
    'storage-unknown': [
      '无法从名称判断页面与服务器是否属于同一站点。',
      '如果工作台忘记登录，请把服务器放在页面自身站点之下。',
    ],
    'local-network-none': ['服务器与页面处于同类网络。'],
    'local-network-granted': ['用户已允许本页面访问本地网络中的设备。'],
    'local-network-denied': [
      '浏览器不允许本页面访问服务器所在的本地网络。',
      '请在浏览器的网站设置中对本页面允许“本地网络访问”，或从同一网络提供本页面。如果只有 API 在内网，请在 allow 中加上 local-network-access。',
    ],
    'local-network-prompt': [
      '服务器位于内网。浏览器会先询问用户，再允许本页面访问。',
      '请在浏览器的询问中选择“允许”。',
    ],
    'local-network-unseen': [
      '服务器位于内网，而此浏览器不说明本页面能否访问。',
      '请在标签页中打开服务器的地址。如果那里可以而这里不行，请在浏览器设置中查找本地网络访问。',
    ],
    'local-network-name': [
      '本页面不能访问本地网络。如果服务器的域名指向内网地址，原因就在于此。',
      '请查询服务器的域名。如果其地址以 10.、172.16. 至 172.31. 或 192.168. 开头，请允许本地网络访问。',
    ],
    'api-answers': ['{api} 的 API 有应答。'],
    'api-slow': [
      '{api} 的 API 在四秒内没有应答。',
      '请在标签页中打开该地址。如果同样卡住，说明服务器或其代理过载，或被防火墙拦截。',
    ],
    'api-late': ['{api} 的 API 有应答，但用了 {seconds} 秒。', '请检查服务器的负载、代理和网络。'],
    'api-unreachable': [
      '浏览器没有从 {api} 得到本页面可读的应答。可能的原因：服务器已停止；名称或端口错误；证书无效；其代理没有发送 CORS 响应头或发生重定向；连接中断；被扩展或防火墙拦截。',
      '请在标签页中打开 {api}/api/v1/user/profile：浏览器的错误页说明是网络、名称、端口或证书的问题；出现 "code": 401 的 JSON 说明是 CORS 的问题：代理必须发送 Access-Control-Allow-Origin，并允许 Authorization 通过。',
    ],
    'api-fails': [
      '{api} 的 API 返回 {status}：出现故障或过载。',
      '请查看服务器自身的日志以及其前面的代理（502 和 504：后面的服务器已停止）。',
    ],
    'api-gate': [
      '{api} 的 API 之前有别的东西以自己的方式返回 {status}：例如单点登录、基本认证或防火墙。',
      '请让 /api/ 的请求连同 Authorization 请求头通过该网关，或用 data-api 写明网关之后的 API 地址。',
    ],
    'api-no-api': [
      '在 {api} 应答的（HTTP {status}）不是服务器的 API，而是网页、残缺的应答或其他内容。',
      '请在 data-api 中写明 API 自身的基础地址，即 /api/v1/user/profile 之前的部分。或让代理把 /api/ 转给服务器，而不是返回工作台的页面。',
    ],
    'api-elsewhere': [
      '在 {api} 应答的（HTTP {status}）不是服务器的 API，而是网页、残缺的应答或其他内容。',
      'API 的地址有误。请写 data-api="{server}"，即服务器的地址；或去掉 data-api，效果相同。',
    ],
    'api-wrong-path': [
      '{api} 的 API 不认识个人资料的路径：API 在另一个地址、版本不同，或基础路径错误。',
      '请检查 data-api：其后应直接是 /api/v1/user/profile。',
    ],
    'token-taken': ['服务器接受令牌。'],
    'token-refused': [
      '{api} 的 API 拒绝令牌（401）：它已被撤销、已过期，或由另一台服务器签发。',
      '请检查 API、令牌接口的后端和工作台是否属于同一台服务器。否则就是有人在别处退出或登录，或管理员强制用户下线：请重新登录。',
    ],
    'token-forbidden': [
      '服务器认得令牌，但该用户无权读取个人资料（403）：没有权限，或账号被停用。',
      '如果工作台正常则无需处理。否则请在服务器的管理后台给用户客服角色，或启用该账号。',
    ],
    'token-lives': ['令牌的有效期到 {end}。'],
    'token-opaque': [
      '令牌没有说明何时到期，要到下次向服务器检查时才会发现。',
      '如果会话没有意外结束则无需处理；否则请减小 check-interval。',
    ],
    'token-over': [
      '按令牌自身的记载，它已于 {end} 到期。现在是 {here}。',
      '请用 token 属性交给一个新的令牌。最好写明令牌接口（data-token-url）或设置 tokenProvider，使元素自动取得下一个。',
    ],
    'token-over-here': [
      '按本机时钟（{here}），令牌已于 {end} 到期，但服务器仍接受它：本机时钟偏快。',
      '请校准本机的时钟。',
    ],
    'token-missing': [
      '元素没有令牌，也没有可询问的来源。',
      '请设置 token-url（须由 script 标签写明）、tokenProvider 或属性 token。设置 sign-in="console" 时会显示工作台自己的登录表单。复制出来的元素没有令牌：请刷新页面。',
    ],
    'token-malformed': [
      '所交给的不是令牌。',
      '请只交给 AccessToken 的文本：不带引号、“Bearer ”、“undefined”，也不要截断。',
    ],
    'token-by-hand': ['用户用工作台自己的表单登录，不需要令牌。'],
    'token-signed-out': ['用户已退出登录，不再有令牌。'],
    'token-from-future': [
      '令牌的签发时间是 {start}，按本机时钟（{here}）尚未到来。',
      '请校准本机或服务器的时钟。',
    ],
    'token-no-renewal': [
      '令牌将于 {end} 到期，而没有来源给出新的令牌：届时用户会退出登录。',
      '请写明令牌接口或设置 tokenProvider，使令牌得以续期。',
    ],
    'token-short': [
      '令牌的有效期只有 {minutes} 分钟：需要不断续期，任何一次失败都会使用户退出登录。',
      '请让服务器或接口给出一小时以上的令牌（maxAge），或减小 renew-before。',
    ],
    'clock-agrees': ['本页面能读到的时钟一致。'],
    'clock-behind': [
      '本机的时钟（{here}）比服务器（不早于 {there}）慢，或服务器的时钟偏快。',
      '请用时间服务器（NTP）校准两者。',
    ],
    'clock-host': [
      '宿主服务器的时钟（{there}）与本机（{here}）不同。',
      '请用时间服务器（NTP）校准两者，并让服务器在 Date 响应头中使用 GMT 时间。',
    ],
    'clock-unknown': ['在此只能读到本机的时钟。'],
    'source-gives': ['来源给出了令牌。'],
    'source-none': ['元素不询问任何来源；令牌由外部交给，或不需要令牌。'],
    'source-not-asked': ['尚未询问来源。', '元素在页面上、靠近可视区域并且可见，且设置可用时才会询问。'],
    'source-there': ['令牌接口有应答。它是否给出令牌，要到询问时才知道。'],
    'source-signed-out': [
      '宿主的应答（{source}）表示没有人在宿主登录，或不给该用户令牌。尚未询问服务器。',
      '请在宿主页面登录后刷新。如果已经登录，则是接口看不到会话：请检查 Cookie 能否送达（path、SameSite，其他来源须用 token-credentials="include"），接口能否正确读取所有 Cookie，以及 authorize() 是否认得该用户。网络面板中的应答正文可能写有代码，例如 account-disabled。',
    ],
    'source-redirects': [
      '令牌接口发生重定向，多半是转到登录页：{source}',
      '请在宿主页面登录后刷新。如果已经登录，说明地址已改变（转到 https，或末尾的斜杠）：请在 data-token-url 中写明最终地址，因为不会跟随重定向。没有人登录时，接口应返回 401。',
    ],
    'source-page': [
      '令牌接口返回的是 HTML 页面而不是 JSON：{source}。它是登录页，或应用对未知路径返回的首页。',
      '请在宿主页面登录后刷新。如果无效，说明 data-token-url 中的地址错误，或接口的路由排在通配路由之后：它必须对 POST 返回 JSON。',
    ],
    'source-maybe-page': [
      '查看令牌接口时只得到网页或找不到：{source}。它仍可能应答 POST。',
      '请试一下：curl -i -X POST -H "content-type: application/json" -d "{}" 加上地址，应返回 JSON。',
    ],
    'source-not-json': [
      '来源返回的不是 JSON：{source}',
      '请返回 { "accessToken": "…" } 和 content-type: application/json。',
    ],
    'source-no-token': [
      '来源有应答，但其中没有可用的令牌：{source}',
      '请返回 { "accessToken": "…" }，其中只有令牌的文本。tokenProvider 必须返回该文本，而不是响应对象。',
    ],
    'source-old-token': [
      '来源给出的令牌已经到期。',
      '当 reason 为 "renew" 或 "rejected" 时，接口应重新登录；并请校准时钟。',
    ],
    'source-slow': ['来源没有及时应答：{source}', '请查看接口的日志：它可能在等待服务器。'],
    'source-fails': [
      '令牌接口失败：{source}',
      '请查看宿主的日志和网络面板中的应答正文。本库接口的 502、503 和 504 表示它无法访问服务器：请检查其 api 选项和运行环境的网络。带有代码 seat-limit 的 503 表示服务器的坐席已满。',
    ],
    'source-wrong-address': [
      '令牌接口的地址没有处理 POST 的接口，或它拒绝这个请求：{source}',
      '请检查 data-token-url 中的地址。接口接受带 JSON 的 POST；415 可能来自防伪造请求的过滤器，本库接口的 409 表示该账号需要双因素验证。',
    ],
    'source-refused': [
      '服务器拒绝了该用户的登录：{code}。',
      'docs/troubleshooting.zh-CN.md 中有该错误代码的处理方法。',
    ],
    'source-unreachable': [
      '本页面没有得到令牌接口的应答：{source}',
      '请打开网络面板：地址错误、服务器停止、扩展拦截，或页面策略的 connect-src。',
    ],
    'source-foreign': [
      '令牌接口属于另一来源，其应答没有到达本页面：多半是 CORS 的问题。{source}',
      '接口必须对 OPTIONS 返回 204，并发送：\nAccess-Control-Allow-Origin: {origin}\nAccess-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type, x-bytedesk-embed\ncreateTokenHandler 会对 allowedOrigins 这样做。',
    ],
    'source-provider-failed': [
      'tokenProvider 抛出了异常或被拒绝。',
      '请在开发者工具的控制台中手动运行它，并查看其错误。',
    ],
    'source-other-desk': [
      '服务器接连拒绝了此来源给出的两个新令牌。',
      'API 与令牌来源属于不同的服务器（测试与生产？）。请使 data-api 与接口的 api 选项一致。',
    ],
    'bridge-ready': ['协议版本为 {version} 的桥接脚本已应答，并允许 {origin}。'],
    'bridge-not-needed': ['不需要桥接脚本。'],
    'bridge-awaited': ['桥接脚本尚未应答。', '请在框架加载后再试。'],
    'bridge-missing': [
      '工作台的页面中没有桥接脚本应答。',
      '1. 最可能：页面没有桥接脚本，或其 data-allow 中没有本页面或外层的某个页面。请把它放在工作台 <head> 的最前面：\n<script src="…/bytedesk-bridge.js" data-allow="{hosts}"></script>\n2. 服务器拒绝被嵌入（开发者工具的控制台中有“frame-ancestors”或“X-Frame-Options”）。它不应发送 X-Frame-Options，而应发送：\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n3. 工作台的 Service Worker 仍在提供旧页面：请清除服务器的网站数据。\n4. 页面没有加载：请在标签页中打开 {console}。',
    ],
    'bridge-incompatible': [
      '桥接脚本的协议版本不是 {version}。',
      '请使用与本库同一版本的 bytedesk-bridge.js。',
    ],
    'frame-none': ['登录按钮没有框架。'],
    'frame-console': [
      '框架中的工作台已加载，并且有用户登录。如果它仍是空的或收不到新消息，说明它自己的请求失败：请刷新页面，并检查其 config.json。',
    ],
    'frame-bridge': ['框架中的桥接脚本已应答。'],
    'frame-loaded': [
      '框架中加载了内容，但不是已有用户登录的工作台，本页面看不到是什么。',
      '1. 最可能：服务器拒绝被嵌入（灰色或白色方框，且开发者工具的控制台中有“frame-ancestors”或“X-Frame-Options”）。对 {console} 下的页面，它不应发送 X-Frame-Options，而应发送：\nContent-Security-Policy: frame-ancestors \'self\' {hosts}\n2. 登录表单：工作台忽略或拒绝了令牌，或存储的登录已过期。请试用 entry="login"，检查令牌，并清除服务器的网站数据。\n3. 一片空白且没有这些字样：工作台的脚本被拦截或仍在加载，它不能使用存储，或它自己的 API 没有应答。请看网络面板。\n4. 其他内容：服务器或浏览器自己的错误页，或不是工作台的页面。请在标签页中打开 {console}。\n5. 管理后台从不说明已登录。如果它显示出来，则一切正常。',
    ],
    'frame-loading': ['工作台正在加载。', '请等待，或查看令牌来源。'],
    'frame-idle': ['元素在等待，没有请求任何内容。', '请看令牌、在页面上的位置和令牌来源。'],
    'frame-bridging': ['工作台正在加载，或在等待桥接脚本。', '请看桥接脚本。'],
    'frame-late': [
      '工作台没有及时加载：服务器缓慢或停止，或其页面的某个文件卡住。',
      '请在标签页中打开工作台的地址。如果同样缓慢，请修复服务器（永远加载不到的第三方脚本也会卡住页面）。否则请增大 timeout。',
    ],
    'frame-refused': ['框架被本页面自身的策略或隔离拒绝。', '请看页面策略与框架，以及跨源隔离。'],
    'frame-conflict': [
      '工作台可能仍登录着另一个用户。',
      '请退出该用户（面板上有按钮），或刷新页面。delivery="bridge" 时不会发生。',
    ],
    'frame-expired': ['会话已结束。', '请重新登录。如果反复结束，请看令牌、令牌来源和时钟。'],
    'frame-signed-out': [
      '有人退出了登录：在本页面、工作台、另一个标签页，或由管理员操作。',
      '请重新登录；最近的事件会说明是哪一种。',
    ],
    'framing-none': ['没有嵌入任何内容。'],
    'framing-allowed': [
      '服务器允许本页面嵌入它。是否允许任何页面嵌入，在此看不到；若允许，别人就能读到访客的消息。',
      "请让服务器发送：\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
    ],
    'framing-unknown': [
      '服务器是否允许本页面嵌入它，在此看不到：页面不能读取其响应头。',
      "请在终端中运行 curl -sI {console}。其中不应有 X-Frame-Options。如果有 frame-ancestors，则应为：\nContent-Security-Policy: frame-ancestors 'self' {hosts}",
    ],
    'place-seen': ['元素有尺寸且可见。'],
    'place-no-size': [
      '元素没有尺寸：{size}。使它隐藏的是：{hider}',
      '请去掉该声明，打开未打开的选项卡，或给元素一个高度（height="600px"）。',
    ],
    'place-lazy': [
      '由于 loading="lazy"，元素会等到靠近可视区域时才开始。',
      '请滚动到它，或去掉 loading="lazy"。',
    ],
    'place-other-window': ['元素位于本站点的另一个窗口或框架中。'],
    'language-known': ['文字使用所要求的语言。'],
    'language-unknown': [
      '没有语言“{tag}”的文字，将使用英语。',
      '请使用 zh-CN 这样的语言标签，或用 registerTerms() 添加翻译。',
    ],
    'events-none': ['此会话中尚未发生任何事件。'],
    'events-good': ['{count} 个事件，没有错误。'],
    'events-error': ['最近的错误是 {code}。', 'docs/troubleshooting.zh-CN.md 中有该错误代码的处理方法。'],
    'events-ends': [
      '会话在本页面上已结束 {count} 次。',
      '请比较下方事件中的原因。“rejected probe”：API 与令牌属于不同的服务器，或有网关应答。“revoked”：有人在别处退出或登录。“expired clock”：令牌有效期短，或时钟有误。',
    ],
  },
  words: {
    docs: 'troubleshooting.zh-CN.md',
    title: 'bytedesk-embed 诊断',
    ok: '正常',
    warning: '警告',
    fault: '故障',
    unknown: '未知',
    remedy: '处理方法',
    first: '先看这里',
    nothing: '从这里没有发现问题。',
    page: '页面',
    events: '最近的事件',
    details: '详情',
    copy: '复制报告',
    copied: '已复制',
    copyByHand: '浏览器没有复制。报告已选中：请按 Ctrl+C（Mac 上按 ⌘C）。',
    asking: '正在检查…',
    failed: '无法生成报告。',
  },
};
