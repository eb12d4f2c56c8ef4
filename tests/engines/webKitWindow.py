# Windows of WebKitGTK as large as a phone or a desk, with their storage on the disk, for WebKitWebDriver: the engine's own MiniBrowser keeps
# everything in memory while it is automated. Arguments: the folder of the storage, width and height of a window.
import signal
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

folder = sys.argv[1]
width, height = int(sys.argv[2]), int(sys.argv[3])

data = WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_preferred_languages(["zh-CN"])
context.get_cookie_manager().set_persistent_storage(f"{folder}/cookies.sqlite", WebKit2.CookiePersistentStorage.SQLITE)
context.set_automation_allowed(True)


def place(manager):
    manager.update_position(WebKit2.GeolocationPosition.new(28.00067, 123.99908, 8.0))
    return True


def grant(_view, request):
    request.allow()
    return True


def create_view(_session):
    settings = WebKit2.Settings()
    settings.set_property("enable-media-stream", True)
    settings.set_property("enable-mock-capture-devices", True)
    # A tap is the page's own act here, and pages play nothing unasked.
    policies = WebKit2.WebsitePolicies(autoplay=WebKit2.AutoplayPolicy.ALLOW)
    view = WebKit2.WebView(web_context=context, settings=settings, website_policies=policies, is_controlled_by_automation=True)
    view.connect("permission-request", grant)
    view.set_size_request(width, height)
    window = Gtk.Window(title="gridwalk")
    window.set_decorated(False)
    window.connect("destroy", Gtk.main_quit)
    window.add(view)
    window.resize(width, height)
    window.show_all()
    return view


def begin(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("gridwalk")
    session.set_application_info(info)
    session.connect("create-web-view", create_view)


context.get_geolocation_manager().connect("start", place)
context.connect("automation-started", begin)
signal.signal(signal.SIGINT, signal.SIG_DFL)
Gtk.main()
