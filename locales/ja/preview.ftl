# 管理者がすべてのページを確認する場所。

preview-title = プレビュー
preview-lead = 利用者に表示されるすべてのページを、実際に表示するのと同じプログラムで描きます。ここでは誰もサインインせず、デバイスへの問い合わせも行いません。
preview-unknown = アドレスの一部が不明なため、通常の値を使いました: { $choices }。

# 選べるもの。

preview-state = ページ
preview-theme = 配色
preview-theme-system = ブラウザーの設定に従う
preview-theme-light = ライト
preview-theme-dark = ダーク
preview-writing = 書字方向
preview-writing-auto = 言語に従う
preview-writing-ltr = 左から右
preview-writing-rtl = 右から左
preview-device = 表示しているデバイス
preview-device-there = ページの対象のデバイス
preview-device-unknown = 種類が分からないデバイス
preview-device-android = Android デバイス
preview-device-chromebook = Chromebook
preview-device-iphone = iPhone
preview-device-ipad = iPad
preview-device-mac = Mac
preview-device-windows = Windows コンピューター
preview-time = 期限までの時間
preview-time-hint = 期限の30日前から期限の直後まで。
preview-time-none = このページに期限はありません。
preview-time-left = 期限まで{ $time }。
preview-time-over = 期限の後、開いたままのページ。今開く人はアクセスできません。
preview-time-after = 期限後
preview-show = 表示

# 表示されているもの。

preview-frame = プレビュー: { $page }
preview-alone = 単独のページとして開く
preview-link = このプレビューへのリンク
preview-link-copy = リンクをコピー
preview-link-copied = リンクをコピーしました。
preview-link-failed = コピーできませんでした。下のリンクをコピーしてください。

# すべて。

preview-all = すべてのページ
preview-count = 言語、配色、書字方向、デバイス、時間のすべての組み合わせによる組み込みプレビューの数: { $number }。
preview-find = ページを探す
preview-find-go = 探す
preview-found = 見つかった数: { $number }。
preview-group-denied = アクセス不可
preview-group-reminder = 期限までアクセス可
preview-group-device = デバイスの確認中
preview-group-start = 名前とパスワード
preview-group-proof = 追加の本人確認
preview-group-setup = 設定
preview-group-success = サインイン済み
preview-group-end = 手続きの終わり
preview-group-problem = サービスの問題

# 組織のポリシー。

preview-policies = 組織のデバイス保証ポリシー
preview-policy = 組織のポリシー: { $policy }
preview-case-failing = すべて満たしていない
preview-case-unknown = 何も確認できなかった
preview-case-reminder = すべて満たしていないが、期限まで時間がある
preview-case-only = 満たしていないのはこれだけ: { $check }
preview-door = 利用者に表示されるすべてのページ。管理者用です。
preview-token = このトークンを使う
preview-wrong-scope = このトークンでは、デバイス保証ポリシーを読み取れません。
