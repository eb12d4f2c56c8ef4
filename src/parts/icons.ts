// The one icon set, bundled by name: only what stands here reaches the phone.
import type { Component } from 'vue'
import {
  Accessibility, Armchair, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ArrowUpDown, Ban, Bell, Bike, BrickWall,
  Briefcase, Bug, Building2, Calendar, Camera, Car, ChartColumn, Check, CheckCheck, ChefHat, ChevronDown, ChevronLeft,
  ChevronRight, ChevronUp, CircleAlert, CircleCheck, CircleDot, CircleHelp, CircleStop, ClipboardList, Clock, Cloud,
  CloudLightning, CloudOff, Columns3, Construction, Contrast, Copy, Crosshair, Dog, DoorClosed, DoorOpen, Download,
  Droplets, Dumbbell, Ellipsis, ExternalLink, Eye, EyeOff, FileDown, FileText, FileUp, Filter, Fingerprint,
  FireExtinguisher, Fish, Flag, Flame, Footprints, Fuel, Hammer, HandCoins, HardDrive, HeartHandshake, History, House,
  Image, ImageOff, Images, Inbox, Info, KeyRound, Keyboard, Lamp, Languages, Layers, LayoutDashboard, Lightbulb,
  LightbulbOff, Link, List, Locate, LocateFixed, LogIn, LogOut, Map, MapPin, MapPinned, Maximize, Megaphone,
  MessageSquare, Mic, Minus, Moon, Package, Pause, Pencil, Phone, Play, PlugZap, Plus, PowerOff, Printer, QrCode,
  RefreshCw, RotateCw, Route, Ruler, Save, Scale, ScanLine, ScanQrCode, Search, Send, Settings, Share, ShieldAlert,
  ShieldCheck, Shovel, Signpost, Siren, SlidersHorizontal, Smartphone, Snowflake, Sofa, Sprout, SquareParking, Store,
  Sun, SwitchCamera, Table, Thermometer, Trash, Trash2, TreePine, TriangleAlert, Type, Undo2, Upload, User, UserPlus,
  Users, UsersRound, Utensils, Volume2, Waves, WifiOff, Wrench, X, Zap, ZapOff,
} from '@lucide/vue'

export const icons = {
  // What a report is about.
  'plug-zap': PlugZap, bike: Bike, flame: Flame, 'door-closed': DoorClosed, package: Package,
  'fire-extinguisher': FireExtinguisher, zap: Zap, 'power-off': PowerOff, fuel: Fuel, 'building-2': Building2,
  'brick-wall': BrickWall, construction: Construction, droplets: Droplets, waves: Waves, 'circle-dot': CircleDot,
  'arrow-up-down': ArrowUpDown, 'lightbulb-off': LightbulbOff, lamp: Lamp, dumbbell: Dumbbell, armchair: Armchair,
  route: Route, 'triangle-alert': TriangleAlert, accessibility: Accessibility, 'eye-off': EyeOff, car: Car,
  'square-parking': SquareParking, 'trash-2': Trash2, hammer: Hammer, sofa: Sofa, fish: Fish, bug: Bug, store: Store,
  sprout: Sprout, 'tree-pine': TreePine, shovel: Shovel, 'chef-hat': ChefHat, 'volume-2': Volume2, sun: Sun,
  megaphone: Megaphone, signpost: Signpost, 'shield-alert': ShieldAlert, users: Users, scale: Scale, dog: Dog,
  'heart-handshake': HeartHandshake, siren: Siren, utensils: Utensils, briefcase: Briefcase, 'file-text': FileText,
  'hand-coins': HandCoins, 'cloud-lightning': CloudLightning, snowflake: Snowflake, thermometer: Thermometer,
  'circle-help': CircleHelp,
  // What a person can do or see.
  house: House, map: Map, camera: Camera, 'clipboard-list': ClipboardList, user: User, search: Search,
  'scan-line': ScanLine, 'scan-qr-code': ScanQrCode, x: X, check: Check, 'check-check': CheckCheck,
  'chevron-right': ChevronRight, 'chevron-left': ChevronLeft, 'chevron-down': ChevronDown, 'chevron-up': ChevronUp,
  'arrow-left': ArrowLeft, 'arrow-right': ArrowRight, 'arrow-up': ArrowUp, 'arrow-down': ArrowDown, plus: Plus,
  minus: Minus, cloud: Cloud, 'cloud-off': CloudOff, 'refresh-cw': RefreshCw, 'map-pin': MapPin,
  'map-pinned': MapPinned, crosshair: Crosshair, locate: Locate, 'locate-fixed': LocateFixed, layers: Layers,
  'sliders-horizontal': SlidersHorizontal, footprints: Footprints, pause: Pause, play: Play, flag: Flag,
  download: Download, upload: Upload, save: Save, mic: Mic, settings: Settings, 'layout-dashboard': LayoutDashboard,
  inbox: Inbox, 'door-open': DoorOpen, 'users-round': UsersRound, 'user-plus': UserPlus, 'log-out': LogOut,
  'log-in': LogIn, 'key-round': KeyRound, fingerprint: Fingerprint, 'qr-code': QrCode, printer: Printer, trash: Trash,
  'undo-2': Undo2, send: Send, 'message-square': MessageSquare, image: Image, images: Images, 'image-off': ImageOff,
  'rotate-cw': RotateCw, 'wifi-off': WifiOff, moon: Moon, contrast: Contrast, languages: Languages,
  smartphone: Smartphone, 'circle-alert': CircleAlert, info: Info, filter: Filter, list: List, table: Table,
  'columns-3': Columns3, bell: Bell, ban: Ban, 'circle-check': CircleCheck, history: History, calendar: Calendar,
  clock: Clock, phone: Phone, ruler: Ruler, type: Type, ellipsis: Ellipsis, eye: Eye, link: Link,
  'circle-stop': CircleStop, 'switch-camera': SwitchCamera, 'zap-off': ZapOff, pencil: Pencil, 'file-down': FileDown,
  'file-up': FileUp, 'hard-drive': HardDrive, keyboard: Keyboard, copy: Copy, maximize: Maximize,
  lightbulb: Lightbulb, wrench: Wrench, 'shield-check': ShieldCheck, 'chart-column': ChartColumn,
  'external-link': ExternalLink, share: Share,
} satisfies Record<string, Component>

export type IconName = keyof typeof icons

/** The icon of that name, or the question mark for a name this app does not know (a newer kind, an older phone). */
export const iconNamed = (name: string): IconName => (Object.hasOwn(icons, name) ? (name as IconName) : 'circle-help')
